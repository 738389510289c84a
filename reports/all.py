"""Every report by its name: of the menu Relatórios and of the command ``balcao report``."""

from __future__ import annotations

from reports.accounts import AGEING, PENDING, STATEMENT
from reports.margins import MARGINS
from reports.report import Report
from reports.stock import EXPIRING, IDLE, MOVES, VALUED

REPORTS: dict[str, Report] = {
    one.name: one for one in (VALUED, MOVES, MARGINS, IDLE, EXPIRING, PENDING, AGEING, STATEMENT)
}
