"""Opening the company: straight on to sign-in or set-up; a screen of its own only where that takes time or fails."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.screen import Screen
from textual.widget import Widget

from fiscal.errors import Refusal
from tui.screens.base import Keys, WorkScreen
from tui.widgets.textview import TextView


def first_screen(company: str) -> Screen[None]:
    """Sign-in, or the set-up assistant where there is no company yet."""
    if company:
        from tui.screens.sign_in import SignInScreen

        return SignInScreen()
    from tui.screens.set_up import SetUpScreen

    return SetUpScreen()


class OpeningScreen(WorkScreen):
    """Shown while a slow database opens, and kept if it cannot be opened, saying why."""

    title_text = "Balcão"
    KEYS: ClassVar[Keys] = (("Esc", "Sair"),)

    def body(self) -> Iterable[Widget]:
        yield TextView(["", "  A abrir a empresa…"])

    def on_mount(self) -> None:
        self.wait()

    @work
    async def wait(self) -> None:
        try:
            self.balcao.company = await asyncio.wrap_future(self.balcao.opening)
        except Refusal as refusal:
            self.query_one(TextView).show(["", f"  Pasta da empresa: {self.balcao.home.path}"])
            self.refuse(refusal.message)
            return
        await self.app.push_screen(first_screen(self.balcao.company))

    async def action_leave(self) -> None:
        self.app.exit(1)
