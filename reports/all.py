"""Every report by its name: of the menu Relatórios and of the command ``balcao report``."""

from __future__ import annotations

from reports.accounts import AGEING, PENDING, STATEMENT
from reports.counting import VARIANCES
from reports.margins import MARGINS
from reports.price_changes import HISTORY, PLANNED
from reports.purchases import PURCHASES
from reports.report import Report
from reports.stock import EXPIRING, IDLE, MOVES, VALUED
from reports.supply import BELOW, SUGGESTED

REPORTS: dict[str, Report] = {
    one.name: one
    for one in (
        VALUED,
        MOVES,
        MARGINS,
        IDLE,
        EXPIRING,
        VARIANCES,
        BELOW,
        SUGGESTED,
        PURCHASES,
        PLANNED,
        HISTORY,
        PENDING,
        AGEING,
        STATEMENT,
    )
}
