"""``incidents``: one line each, or one JSON object each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from counterclaim.cli.app import existing
from counterclaim.ledger import Ledger
from counterclaim.model import encode
from counterclaim.model.shown import STATUS_SIGNS, shown_days

if TYPE_CHECKING:
    from pathlib import Path

    from counterclaim.model import MergedIncident, Status

_COLOURS: dict[Status, str] = {"contested": "bold red", "corroborated": "green", "admitted": "blue", "withdrawn": "dim"}


def status_mark(status: str) -> tuple[str, str]:
    """The sign of a status and the style of its line."""
    return STATUS_SIGNS.get(status, ""), _COLOURS.get(status, "")  # type: ignore[call-overload]


def show_incidents(path: Path, form: str, chosen: dict[str, Any]) -> None:
    """Write the incidents that are wanted."""
    with Ledger(existing(path), read_only=True) as ledger:
        found = ledger.incidents(**chosen)
    if form == "jsonl":
        for incident in found:
            sys.stdout.write(encode(incident).decode("utf-8") + "\n")
        return
    console = Console(highlight=False)
    if not found:
        console.print("No incident fits. Without filters, `counterclaim incidents` lists all of them.")
        return
    console.print(table_of(found))
    console.print(f"{len(found)} incidents. Next: counterclaim show {found[-1].id[:8]} --ledger {path}")


def table_of(found: tuple[MergedIncident, ...]) -> Table:
    """Incidents as a table; what is contested stands under what happened."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    table.add_column("id", no_wrap=True)
    table.add_column("when", no_wrap=True)
    table.add_column("what and where", overflow="fold")
    table.add_column("status", no_wrap=True)
    table.add_column("sources", justify="right")
    table.add_column("reports", justify="right")
    for incident in found:
        mark, style = status_mark(incident.status)
        where = incident.place.name if incident.place else "place not said"
        what = Text(f"{incident.sub_event_type}, {where}")
        if incident.contested:
            what.append(f"\ncontested: {', '.join(incident.contested)}", style="red")
        table.add_row(
            incident.id[:8],
            shown_days(incident.date_start, incident.date_end),
            what,
            Text(f"{mark} {incident.status}", style=style),
            str(incident.independent_sources),
            str(incident.reports),
        )
    return table
