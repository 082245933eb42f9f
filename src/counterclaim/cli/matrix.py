"""The claim matrix: facets down, sources across, each cell with the number of the sentence that carries it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from counterclaim.cli.listing import status_mark
from counterclaim.cli.options import existing
from counterclaim.cli.repeats import counts_of, print_repeats
from counterclaim.ledger import Ledger
from counterclaim.model import FACETS
from counterclaim.model.shown import STANCE_SIGNS, shown_days, shown_place, shown_source, shown_toll
from counterclaim.web.voices import sides_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from counterclaim.model import Certainty, Claim, Facet, Incident, MergedIncident, Place, Reading, Stance

_COLOURS = {"asserts": "green", "denies": "bold red", "suspects": "yellow", "noncommittal": "dim"}
_COLUMN = 22


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a matrix."""

    title: str
    place: Place | None
    when: str
    status: str
    contested: Sequence[Facet]
    count: str


@dataclass(frozen=True, slots=True)
class Column:
    """One source with one stance, and its claims: one of a report, one or more of a merged incident."""

    name: str
    side: str | None
    stance: Stance
    certainty: Certainty | str
    claims: tuple[Claim, ...]


def show_incident(path: Path, incident_id: str, as_of: dt.date | None = None) -> None:
    """The matrix of a merged incident, with its sentences; as it was known by a day where one is given."""
    with Ledger(existing(path), read_only=True) as ledger:
        incident = ledger.incident(incident_id, as_of=as_of)
        others = ledger.could_be_same(incident, as_of=as_of)
        outlets = {
            d.id: f"{d.outlet or 'unknown outlet'}{f', {d.published}' if d.published else ''}"
            for d in incident.documents
        }
    sides = sides_of(incident)
    voices = [(side.name, voice) for side in sides for column in side.columns for voice in column.voices]
    columns = [Column(v.name, side, v.stance, v.certainty, v.claims) for side, v in voices]
    if as_of is not None:
        Console(highlight=False).print(f"What was published by {as_of}:", style="bold")
    _print(_head_of_merged(incident), columns, outlets)
    print_repeats(Console(highlight=False), incident, others)


def show_reading(reading: Reading) -> None:
    """A readable ledger of one report."""
    console = Console(highlight=False)
    document = reading.document
    name = document.title or document.text.strip().splitlines()[0][:100]
    console.print(Text(name, style="bold"))
    console.print(
        Text(
            " · ".join(
                filter(
                    None,
                    (
                        document.outlet,
                        str(document.published or "no date given"),
                        f"{len(reading.attributions)} attributions",
                        f"{len(reading.claims)} claims",
                    ),
                )
            ),
            style="dim",
        )
    )
    if not reading.incidents:
        console.print("No incident found.\n")
    for incident in sorted(reading.incidents, key=lambda i: not i.main):
        claims = [c for c in reading.claims if c.incident == incident.id]
        claims.sort(key=lambda c: (c.stance == "denies", c.side or "~", c.source))
        columns = [Column(shown_source(c), c.side, c.stance, c.certainty, (c,)) for c in claims]
        _print(_head_of(incident, claims), columns, {document.id: ""})


def _head_of_merged(incident: MergedIncident) -> Head:
    title = f"{incident.sub_event_type}  [{incident.id}]"
    return Head(
        title,
        incident.place,
        shown_days(incident.date_start, incident.date_end),
        f"{incident.status}: {incident.status_reason}",
        incident.contested,
        counts_of(incident),
    )


def _head_of(incident: Incident, claims: Sequence[Claim]) -> Head:
    sources = len({c.source for c in claims})
    title = f"{'' if incident.main else 'Background: '}{incident.sub_event_type}"
    when = shown_days(incident.date_start, incident.date_end)
    if incident.date_derived_by == "fresh":
        when += " (day of publication: told as fresh news)"
    return Head(
        title,
        incident.place,
        when,
        incident.status,
        incident.contested,
        f"{sources} source{'s' if sources != 1 else ''} in this report",
    )


def _print(head: Head, columns: Sequence[Column], outlets: Mapping[str, str]) -> None:
    console = Console(highlight=False)
    console.print()
    console.rule(Text(head.title, style="bold"), align="left", style="dim")
    console.print(f"Where      {escape(_where(head.place))}")
    console.print(f"When       {head.when}")
    mark, style = status_mark(head.status.split(":")[0])
    console.print(Text.assemble("Status     ", (f"{mark} {head.status}", style)))
    if head.contested:
        console.print(Text.assemble("Contested  ", (", ".join(head.contested), "bold red")))
    console.print(f"Sources    {head.count}\n")
    ordered = [claim for column in columns for claim in column.claims]
    notes = {claim.id: number for number, claim in enumerate(ordered, 1)}
    room = max(1, (console.width - 16) // (_COLUMN + 2))
    for first in range(0, len(columns), room):
        console.print(_table(columns[first : first + room], notes, head.contested))
    _footnotes(console, ordered, notes, outlets)


def _table(columns: Sequence[Column], notes: Mapping[str, int], contested: Sequence[Facet]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", no_wrap=True, style="bold", min_width=14)
    for column in columns:
        mark, style = STANCE_SIGNS[column.stance], _COLOURS[column.stance]
        hedged = column.certainty not in ("", "certain") and column.stance != "noncommittal"
        head = Text(textwrap.shorten(column.name, 60, placeholder="…"))
        head.append(f"\n{column.side or 'no party'}", style="dim")
        head.append(f"\n{mark} {column.stance}{f', {column.certainty}' if hedged else ''}", style=style)
        if len(column.claims) > 1:
            head.append(f"\n{len(column.claims)} reports", style="dim")
        table.add_column(head, width=_COLUMN, overflow="fold")
    rows = sorted(FACETS, key=lambda f: (f not in contested, FACETS.index(f)))
    for facet in rows:
        cells = [_cell(column, facet, notes) for column in columns]
        if any(cell.plain for cell in cells):
            table.add_row(
                Text(f"{'⚡' if facet in contested else ' '} {facet}", style="bold red" if facet in contested else ""),
                *cells,
            )
    return table


def _cell(column: Column, facet: Facet, notes: Mapping[str, int]) -> Text:
    """Each value once, with the numbers of its sentences; what a source only mentions has a dot."""
    said: dict[tuple[str, str, str], list[int]] = {}
    for claim in column.claims:
        value = getattr(claim, facet, None)
        if facet not in claim.about and value is None:
            continue
        mark, style = (STANCE_SIGNS[claim.stance], _COLOURS[claim.stance]) if facet in claim.about else ("·", "dim")
        words = shown_toll(value) if facet in ("killed", "injured") and value is not None else str(value or "")
        said.setdefault((mark, words, style), []).append(notes[claim.id])
    cell = Text()
    for (mark, words, style), numbers in said.items():
        cell.append("\n" if cell.plain else "")
        cell.append(" ".join(filter(None, (mark, words, f"[{' '.join(map(str, numbers))}]"))), style=style)
    return cell


def _where(place: Place | None) -> str:
    if place is None:
        return "not said"
    name = shown_place(place)
    if place.lat is None or place.lon is None:
        return f"{name} (not on the map: {place.unresolved or 'not found'})"
    return f"{name} ({place.lat:.2f}, {place.lon:.2f}, within {place.radius_km or 0:.0f} km)"


def _footnotes(console: Console, claims: Sequence[Claim], notes: Mapping[str, int], outlets: Mapping[str, str]) -> None:
    for claim in claims:
        chain = " ← ".join(
            (
                shown_source(claim),
                *claim.via,
                *filter(None, (outlets.get(claim.document),)),
            )
        )
        words = " … ".join(dict.fromkeys(" ".join(span.text.split()) for span in claim.evidence))
        line = Text(f"[{notes[claim.id]}] ", style="bold")
        line.append(f"{chain}: ", style="dim")
        line.append(f"“{textwrap.shorten(words, 420, placeholder=' …')}”", style="default")
        console.print(line)
    console.print()
