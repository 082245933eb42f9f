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

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from counterclaim.model import MergedIncident

#: Marks beside the colours, so that a status can be told without them.
STATUS_MARKS = {
    "contested": ("⚡", "bold red"),
    "corroborated": ("●", "green"),
    "single-source": ("○", ""),
    "admitted": ("◆", "blue"),
    "withdrawn": ("⊘", "dim"),
}


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
        mark, style = STATUS_MARKS.get(incident.status, ("", ""))
        where = incident.place.name if incident.place else "place not said"
        what = Text(f"{incident.sub_event_type}, {where}")
        if incident.contested:
            what.append(f"\ncontested: {', '.join(incident.contested)}", style="red")
        table.add_row(
            incident.id[:8],
            days(incident.date_start, incident.date_end),
            what,
            Text(f"{mark} {incident.status}", style=style),
            str(incident.independent_sources),
            str(incident.reports),
        )
    return table


def days(start: dt.date | None, end: dt.date | None) -> str:
    """A span of days, as short as it can be said."""
    if start is None:
        return "not said"
    if end is None or end == start:
        return start.isoformat()
    if (start.day, end.month, end.day) in ((1, 12, 31),) and start.month == 1:
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if start.day == 1 and start.month == end.month and start.year == end.year and end.day >= 28:
        return start.isoformat()[:7]
    if start.year == end.year and start.month == end.month:
        return f"{start.isoformat()}–{end.day:02d}"
    return f"{start.isoformat()}–{end.isoformat()[5:] if start.year == end.year else end.isoformat()}"
