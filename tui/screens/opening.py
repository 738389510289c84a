"""The first screen: opens the company, then asks who is there, or sets the company up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.widget import Widget

from fiscal.errors import Refusal
from models.opening import NoCompany, open_company
from tui.screens.base import Keys, WorkScreen
from tui.widgets.textview import TextView

if TYPE_CHECKING:
    from tui.app import BalcaoApp


class OpeningScreen(WorkScreen):
    """Shown while the database opens, and kept if it cannot be opened, saying why."""

    title_text = "Balcão"
    KEYS: ClassVar[Keys] = (("Esc", "Sair"),)

    def body(self) -> Iterable[Widget]:
        yield TextView(["", "  A abrir a empresa…"])

    def on_mount(self) -> None:
        self.open()

    @work
    async def open(self) -> None:
        """Opens the company and goes on to sign-in, or to set-up where there is none."""
        try:
            await self.balcao.fetch(lambda: _open(self.balcao))
        except Refusal as refusal:
            self.query_one(TextView).show(["", f"  Pasta da empresa: {self.balcao.home.path}"])
            self.refuse(refusal.message)
            return
        await self.go_on()

    async def go_on(self) -> None:
        """To sign-in or set-up, depending on whether there is a company."""
        if self.balcao.company:
            from tui.screens.sign_in import SignInScreen

            await self.app.push_screen(SignInScreen())
        else:
            from tui.screens.set_up import SetUpScreen

            await self.app.push_screen(SetUpScreen())

    async def action_leave(self) -> None:
        self.app.exit(1)


def _open(app: BalcaoApp) -> None:
    from models.company.setup import current, is_set_up

    try:
        open_company(app.home, app.clock)
    except NoCompany:
        return
    if is_set_up():
        app.company = current().name
