"""``read`` and ``ingest``: inputs in order, failures named, progress on a terminal only."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from counterclaim.cli.progress import counted
from counterclaim.ingest import Captured, Rejected, read_inputs
from counterclaim.ledger import Ledger, read_documents
from counterclaim.model import encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from counterclaim.ingest import InputOptions
    from counterclaim.model import Document


def read_and_show(paths: Sequence[str], options: InputOptions, form: str) -> int:
    """Read inputs and write each reading as it comes; returns the exit code: 1 if an input failed."""
    rejected: list[Rejected] = []

    def documents() -> Iterator[Document]:
        for found in counted(read_inputs(paths, options), paths):
            if isinstance(found, Captured):
                yield found.document
            elif isinstance(found, Rejected):
                rejected.append(found)
                typer.echo(f"counterclaim: {found.error.message}", err=True)

    for reading in read_documents(documents()):
        if form == "jsonl":
            sys.stdout.write(encode(reading).decode("utf-8") + "\n")
        else:
            from counterclaim.cli.matrix import show_reading

            show_reading(reading)
        for failure in reading.failures:
            typer.echo(
                f"counterclaim: {reading.document.title or failure.subject}: {failure.stage}: {failure.detail}",
                err=True,
            )
    return _count(rejected)


def ingest_and_show(paths: Sequence[str], path: Path, options: InputOptions) -> int:
    """Read inputs into a ledger and say what came of it; returns the exit code."""
    with Ledger(path) as ledger:
        summary = ledger.add(counted(read_inputs(paths, options), paths), options=options)
    for rejected in summary.rejected:
        typer.echo(f"counterclaim: {rejected.error.message}", err=True)
    old = summary.seen - summary.new
    typer.echo(
        f"{summary.new} new reports with {summary.claims} claims and {summary.links} links"
        + (f"; {old} were there already" if old else "")
        + (f"; {summary.failures} failures inside reports" if summary.failures else "")
    )
    for reason, count in sorted(summary.aside.items()):
        typer.echo(f"set aside: {count}, {reason}")
    typer.echo(f"next: counterclaim incidents --ledger {path}")
    return _count(summary.rejected)


def _count(rejected: Sequence[Rejected]) -> int:
    if not rejected:
        return 0
    plural = "input" if len(rejected) == 1 else "inputs"
    typer.echo(f"counterclaim: {len(rejected)} {plural} could not be read, the rest was", err=True)
    return 1
