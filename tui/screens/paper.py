"""From the screen to paper: after issue, and again on demand; a printer that fails never loses a document."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic

from fiscal.doctypes import document_type
from fiscal.errors import Refusal
from hardware.errors import DeviceError
from models.sales.find import document
from models.sales.record import IssuedDocument
from tui.screens.base import WorkScreen
from tui.widgets.dialog import ask

CODE_WITHIN = 10.0
"""Seconds that the paper of a guide waits for AT's code, which replaces the paper; later copies have it anyway."""


async def after_issue(screen: WorkScreen, number: str) -> IssuedDocument | None:
    """Reads the document just issued and, where this terminal has a printer, sends it there on the printing thread."""
    issued = await screen.attempt(lambda: document(number))
    settings = screen.balcao.home.settings()
    address = str(settings.get("impressora") or "")
    wanted = str(settings.get("papel") or ("talão" if address else ""))
    if wanted == "talão" and address:
        screen.run_worker(_send_new(screen, issued, number, _receipt_job(screen, number)), group="print")
    elif wanted.upper() == "A4":
        screen.run_worker(_send_new(screen, issued, number, _pdf_job(screen, number)), group="print")
    return issued


async def _send_new(screen: WorkScreen, issued: IssuedDocument | None, number: str, job: Callable[[], str]) -> None:
    """Prints what was just issued; a guide once AT has given its code, or has had time to."""
    if issued is not None and document_type(issued.type).is_guide:
        from models.outbox.pending import code_awaited

        courier = screen.balcao.courier
        courier.wake()
        end = monotonic() + CODE_WITHIN
        while monotonic() < end and not courier.trouble and await screen.balcao.fetch(lambda: code_awaited(number)):
            await asyncio.sleep(0.2)
    await _send(screen, number, job)


async def print_again(screen: WorkScreen, number: str) -> None:
    """F11: asks where to, and prints. Called from a worker."""
    chosen = await _where(screen, number)
    if chosen is not None:
        await _send(screen, number, _job(screen, number, chosen))


async def print_all(screen: WorkScreen, numbers: Sequence[str]) -> None:
    """Several documents again, one after the other, stopping at the first that fails. Called from a worker."""
    chosen = await _where(screen, f"{len(numbers)} documentos", asked=True)
    for done, number in enumerate(numbers if chosen is not None else ()):
        if not await _send(screen, number, _job(screen, number, str(chosen)), f"{done + 1} de {len(numbers)}: "):
            return


async def _where(screen: WorkScreen, what: str, *, asked: bool = False) -> str | None:
    """``t`` for the receipt printer, ``p`` for a PDF, None for Esc. asked: even where there is only the PDF."""
    options = [("p", "PDF A4")]
    if screen.balcao.home.settings().get("impressora"):
        options.insert(0, ("t", "Talão"))
    if len(options) == 1 and not asked:
        return "p"
    return await ask(screen.app, "Imprimir", what, options)


def _job(screen: WorkScreen, number: str, chosen: str) -> Callable[[], str]:
    return _receipt_job(screen, number) if chosen == "t" else _pdf_job(screen, number)


def _receipt_job(screen: WorkScreen, number: str) -> Callable[[], str]:
    settings, acting = screen.balcao.home.settings(), screen.acting

    def job() -> str:
        from printing.deliver import to_printer

        to_printer(
            number,
            acting,
            str(settings["impressora"]),
            str(settings.get("perfil") or "generic-80"),
            drawer=bool(settings.get("gaveta")),
        )
        return f"{number} impressa."

    return job


def _pdf_job(screen: WorkScreen, number: str) -> Callable[[], str]:
    home, acting = screen.balcao.home, screen.acting

    def job() -> str:
        from printing.deliver import to_pdf

        return f"{number} guardada em {to_pdf(number, acting, home.path / 'pdf')}"

    return job


async def _send(screen: WorkScreen, number: str, job: Callable[[], str], which: str = "") -> bool:
    """Whether it was printed; if not, the operator is told why. which: said before (``2 de 3: ``)."""
    try:
        told = await screen.balcao.print_out(job)
    except (DeviceError, Refusal, OSError) as error:
        reason = error.message if isinstance(error, Refusal) else str(error)
        screen.balcao.tell(
            f"{number} está emitida mas não se imprimiu: {reason} F11 repete.", failed=True, about=number
        )
        return False
    screen.balcao.tell(f"{which}{told}", about="documentos" if which else number)
    return True
