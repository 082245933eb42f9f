"""``assess`` and ``drift``: what codebooks make of the incidents of a ledger, and where they differ; who changed what."""

from __future__ import annotations

import json
import sys
import textwrap
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from counterclaim.cli.app import app
from counterclaim.cli.options import AsOf, Format, LedgerPath, day_of, existing
from counterclaim.errors import OptionError
from counterclaim.model.shown import shown_days

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.assess import Grade
    from counterclaim.model import Claim, MergedIncident


@app.command()
def assess(
    ledger: LedgerPath,
    codebook: Annotated[
        list[str] | None, typer.Option(help="acled, airwars, counterclaim or ucdp; may be repeated.")
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Only where the codebooks come to different ends.")] = False,
    incident: Annotated[str | None, typer.Option(help="Only this incident: its id, or the beginning.")] = None,
    as_of: AsOf = None,
    format: Format = "table",  # noqa: A002 - the option's name
) -> None:
    """Grade incidents by codebooks of rules; each grade names its rule and the claims that made it fire."""
    from counterclaim.assess import differences, grades_under, gradings
    from counterclaim.ledger import Ledger

    chosen = tuple(dict.fromkeys(codebook or (gradings() if diff else ("counterclaim",))))
    if diff and len(chosen) < 2:
        raise OptionError("--diff holds codebooks against each other; name two or more", subject="--codebook")
    if format not in ("table", "jsonl"):
        raise OptionError(f"--format {format!r} is none of table, jsonl", subject="--format")
    with Ledger(existing(ledger), read_only=True) as opened:
        day = day_of("--as-of", as_of)
        found = opened.incidents(as_of=day) if incident is None else (opened.incident(incident, as_of=day),)
    graded = [(one, {name: grades_under(one, name) for name in chosen}) for one in found]
    if diff:
        graded = [(one, grades) for one, grades in graded if differences(grades)]
    (_write_lines if format == "jsonl" else _print_table)(graded, diff)


def _write_lines(graded: Sequence[tuple[MergedIncident, Mapping[str, Sequence[Grade]]]], diff: bool) -> None:
    from counterclaim.assess import differences

    for incident, grades in graded:
        row: dict[str, Any] = {"incident": incident.id, "grades": msgspec.to_builtins(grades)}
        if diff:
            parted = differences(grades)
            row["differences"] = {t: {name: grade.grade for name, grade in by.items()} for t, by in parted.items()}
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def _print_table(graded: Sequence[tuple[MergedIncident, Mapping[str, Sequence[Grade]]]], diff: bool) -> None:
    from counterclaim.assess import differences

    console = Console(highlight=False)
    if not graded:
        console.print("The codebooks differ on no incident." if diff else "No incident to grade.")
        return
    for incident, grades in graded:
        where = incident.place.name if incident.place else "place not said"
        title = f"{incident.sub_event_type}, {where}, {shown_days(incident.date_start, incident.date_end)}"
        console.print(f"\n{title}", style="bold", markup=False, end="")
        console.print(f"  {incident.id[:8]}", style="dim", markup=False)
        parted = differences(grades) if diff else {}
        for topic, by in parted.items():
            said = "; ".join(f"{name}: {grade.grade}" for name, grade in by.items())
            console.print(f"differ on {topic}: {said}", style="bold red", markup=False)
        if diff:
            grades = {name: [grade for grade in of if grade.topic in parted] for name, of in grades.items()}
        console.print(_grades_table(grades))


def _grades_table(grades: Mapping[str, Sequence[Grade]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("codebook", "axis", "grade"):
        table.add_column(name, overflow="fold")
    table.add_column("by which rule", overflow="fold", ratio=1)
    table.add_column("claims", justify="right")
    for name, found in grades.items():
        for grade in found:
            table.add_row(name, grade.axis, grade.grade, grade.rule, str(len(grade.claims)))
    return table


@app.command()
def drift(
    incident: Annotated[str, typer.Argument(help="Id of an incident, or its beginning.")],
    ledger: LedgerPath,
    as_of: AsOf = None,
) -> None:
    """List who changed what about an incident, party by party and page by page, with the words before and after."""
    from counterclaim.assess import drift_of, revisions_in
    from counterclaim.ledger import Ledger

    console = Console(highlight=False)
    with Ledger(existing(ledger), read_only=True) as opened:
        found = opened.incident(incident, as_of=day_of("--as-of", as_of))
        wanted = {ref.id for ref in found.documents}
        revisions = revisions_in(r for r in opened.readings() if r.document.id in wanted)
    claims = {claim.id: claim for claim in found.claims}
    shifts = drift_of(found)
    if not shifts and not revisions:
        console.print("Nobody changed an account.")
    for shift in shifts:
        console.print(f"{shift.published}  {shift.party}: {shift.change}", style="bold", markup=False)
        console.print(f"  before: {_words(claims[shift.before])}", markup=False)
        console.print(f"  after:  {_words(claims[shift.after])}", markup=False)
    for revision in revisions:
        console.print(f"{revision.url} was edited", style="bold", markup=False)
        for before, after in revision.changed:
            console.print(f"  {after.source}: {_words(before)} → {_words(after)}", markup=False)
        for word, some in (("dropped", revision.gone), ("added", revision.new)):
            for claim in some:
                console.print(f"  {word}: {claim.source}: {_words(claim)}", markup=False)


def _words(claim: Claim) -> str:
    said = dict.fromkeys(" ".join(span.text.split()) for span in claim.evidence)
    words = " … ".join(one for one in said if not any(one != other and one in other for other in said))
    return f"“{textwrap.shorten(words, 300, placeholder=' …')}”"
