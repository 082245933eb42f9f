"""``read`` and ``ingest``: inputs in order, failures named, progress on a terminal only."""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

import typer

from counterclaim.cli.progress import about, counted, expected, gazetteer_ready
from counterclaim.errors import OptionError
from counterclaim.ingest import Captured, Rejected, read_inputs
from counterclaim.ledger import IngestSummary, Ledger, is_folder_of_partitions, read_documents, read_partitions
from counterclaim.model import encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from counterclaim.engines import Engine
    from counterclaim.ingest import InputOptions
    from counterclaim.ledger.partition_file import Form
    from counterclaim.llm import ModelReader
    from counterclaim.model import Document


def read_and_show(
    paths: Sequence[str], options: InputOptions, form: str, engine: Engine, model: ModelReader | None = None
) -> int:
    """Read inputs and write each reading as it comes; returns the exit code: 1 if an input failed."""
    gazetteer_ready()
    rejected: list[Rejected] = []
    aside: Counter[str] = Counter()

    def documents() -> Iterator[Document]:
        for found in counted(read_inputs(paths, options), expected(paths) if sys.stderr.isatty() else None):
            if isinstance(found, Captured):
                yield found.document
            elif isinstance(found, Rejected):
                rejected.append(found)
                typer.echo(f"counterclaim: {found.error.message}", err=True)
            else:
                aside[found.reason] += 1

    readings = read_documents(documents(), engine=engine)
    for reading in model.read_all(readings) if model else readings:
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
    _say_set_aside(aside)
    if model is not None:
        used = model.client.usage
        typer.echo(
            f"language model: {used.calls} calls, {used.cached} answers kept from before, "
            f"{used.prompt_tokens} tokens read, {used.completion_tokens} written", err=True,
        )  # fmt: skip
    return count_failed(rejected)


def ingest_and_show(paths: Sequence[str], path: Path, options: InputOptions, engine: Engine) -> int:
    """Read inputs into a ledger and say what came of it; returns the exit code."""
    gazetteer_ready()
    folders = [one for one in paths if is_folder_of_partitions(one)]
    if folders and len(folders) < len(paths):
        message = f"{folders[0]} holds readings, the rest reports; give them in two commands"
        raise OptionError(message, subject=folders[0])
    with Ledger(path) as ledger:
        if folders:
            summary = IngestSummary()
            for folder in folders:
                summary = summary.joined(ledger.add_partitions(folder))
        else:
            total = expected(paths)
            found = counted(read_inputs(paths, options), total)
            summary = ledger.add(found, options=options, engine=engine, expected=total)
    for rejected in summary.rejected:
        typer.echo(f"counterclaim: {rejected.error.message}", err=True)
    say_what_came(summary)
    typer.echo(f"next: counterclaim incidents --ledger {path}")
    return count_failed(summary.rejected)


def read_into_folder(paths: Sequence[str], folder: str, options: InputOptions, engine: Engine, form: Form) -> int:
    """Read inputs file by file into a folder and say of each what it holds; returns the exit code."""
    gazetteer_ready()
    rejected: list[Rejected] = []
    skipped = read = 0
    began = time.monotonic()
    for found in read_partitions(paths, folder, options, engine, form):
        if isinstance(found, Rejected):
            rejected.append(found)
            typer.echo(f"counterclaim: {found.error.message}", err=True)
        elif found.read:
            marker = found.marker
            aside = sum(marker.set_aside.values())
            parts = [f"{marker.reports} reports with {marker.claims} claims"]
            parts += [f"{aside} set aside"] if aside else []
            parts += [f"{marker.rejected} could not be read"] if marker.rejected else []
            parts += [f"{sum(marker.failures.values())} failures inside reports"] if marker.failures else []
            read += marker.size
            if found.bytes_left and read:
                parts += [f"{about((time.monotonic() - began) * found.bytes_left / read)} left"]
            typer.echo(f"{found.done} of {found.total}: {marker.input}: {'; '.join(parts)}")
        else:
            skipped += 1
    if skipped:
        typer.echo(f"{skipped} files were finished before")
    typer.echo(f"next: counterclaim ingest {folder} --ledger FILE")
    return count_failed(rejected)


def say_what_came(summary: IngestSummary) -> None:
    """One line on what is new in a ledger, and one for each reason for which something was set aside."""
    old = summary.seen - summary.new
    typer.echo(
        f"{summary.new} new reports with {summary.claims} claims and {summary.links} links"
        + (f"; {old} were there already" if old else "")
        + (f"; {summary.failures} failures inside reports" if summary.failures else "")
    )
    _say_set_aside(summary.aside)


def _say_set_aside(aside: Counter[str]) -> None:
    for reason, count in sorted(aside.items()):
        typer.echo(f"set aside: {count}, {reason}", err=True)


def count_failed(rejected: Sequence[Rejected]) -> int:
    """Say how many inputs could not be read; returns the exit code, 1 if there were any."""
    if not rejected:
        return 0
    plural = "input" if len(rejected) == 1 else "inputs"
    typer.echo(f"counterclaim: {len(rejected)} {plural} could not be read; the reason stands above", err=True)
    return 1
