"""``incidents``: one line each, or one JSON object each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from counterclaim.cli.options import existing
from counterclaim.ledger import Ledger
from counterclaim.model import encode
from counterclaim.model.shown import STATUS_SIGNS, counted, shown_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from counterclaim.model import MergedIncident, Status

_COLOURS: dict[Status, str] = {"contested": "bold red", "corroborated": "green", "admitted": "blue", "withdrawn": "dim"}
#: From so many columns on a table of incidents breaks no word and wraps few lines.
_WIDE = 100


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
        if any(value is not None for value in chosen.values()):
            console.print("No incident fits. Without filters, `counterclaim incidents` lists all of them.")
        else:
            console.print(f"No incident yet. `counterclaim ingest REPORTS --ledger {path}` reads reports into it.")
        return
    console.print(listing_of(found, console.width))
    console.print(f"{counted(len(found), 'incident')}. Next: counterclaim show {found[-1].id[:8]} --ledger {path}")


def listing_of(found: Sequence[MergedIncident], width: int) -> RenderableType:
    """Incidents as a table, or where the terminal is narrow one under the other; a line each for what is contested."""
    return _table(found) if width >= _WIDE else Group(*(_entry(incident) for incident in found))


def _table(found: Sequence[MergedIncident]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    table.add_column("id", no_wrap=True)
    table.add_column("when", no_wrap=True)
    table.add_column("what and where")
    table.add_column("status", no_wrap=True)
    table.add_column("sources", justify="right")
    table.add_column("reports", justify="right")
    for incident in found:
        what = _what(incident)
        if incident.contested:
            what.append(f"\n{_contested(incident)}", style="red")
        sources, reports = str(incident.independent_sources), str(incident.reports)
        table.add_row(incident.id[:8], _when(incident), what, _status(incident), sources, reports)
    return table


def _entry(incident: MergedIncident) -> RenderableType:
    """An incident on two or three lines, each of which fits eighty columns."""
    sources, reports = incident.independent_sources, incident.reports
    counts = f"{counted(sources, 'independent source')}, {counted(reports, 'report')}"
    head = Text.assemble((incident.id[:8], "bold"), "  ", _status(incident), f"  {_when(incident)}  {counts}")
    body = _what(incident)
    if incident.contested:
        body.append(f"\n{_contested(incident)}", style="red")
    return Group(head, Padding(body, (0, 0, 1, 10)))


def _what(incident: MergedIncident) -> Text:
    return Text(f"{incident.sub_event_type}, {incident.place.name if incident.place else 'place not said'}")


def _when(incident: MergedIncident) -> str:
    return shown_days(incident.date_start, incident.date_end)


def _status(incident: MergedIncident) -> Text:
    mark, style = status_mark(incident.status)
    return Text(f"{mark} {incident.status}", style=style)


def _contested(incident: MergedIncident) -> str:
    return f"contested: {', '.join(incident.contested)}"
