"""``assess``: what codebooks make of the incidents of a ledger, and where they differ."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from counterclaim.cli.app import Format, LedgerPath, app, day_of, existing
from counterclaim.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.assess import Grade
    from counterclaim.model import MergedIncident


@app.command()
def assess(
    ledger: LedgerPath,
    codebook: Annotated[
        list[str] | None, typer.Option(help="acled, airwars, counterclaim or ucdp; may be repeated.")
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Only where the codebooks come to different ends.")] = False,
    incident: Annotated[str | None, typer.Option(help="Only this incident: its id, or the beginning.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Only what was published by this day, YYYY-MM-DD.")] = None,
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
        if incident is not None:
            wanted = opened.incident(incident).id
            found = [one for one in opened.incidents(as_of=day_of("--as-of", as_of)) if one.id == wanted]
        else:
            found = list(opened.incidents(as_of=day_of("--as-of", as_of)))
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
        console.print(f"\n[bold]{incident.sub_event_type}, {where}, {incident.date_start or 'no day said'}[/]", end="")
        console.print(f"  {incident.id[:8]}", style="dim", markup=False)
        if diff:
            for topic, by in differences(grades).items():
                said = "; ".join(f"{name}: {grade.grade}" for name, grade in by.items())
                console.print(f"differ on {topic}: {said}", style="bold red", markup=False)
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
