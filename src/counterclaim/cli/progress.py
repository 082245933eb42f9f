"""What a person sees of work that takes more than a moment: a bar on a terminal, and a line on the first use."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from counterclaim.ingest import files_below
from counterclaim.ingest.files import is_folder, is_remote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

T = TypeVar("T")
_PATIENCE = 2.0
_ONE_REPORT = (".txt", ".text", ".md", "", ".html", ".htm", ".xhtml", ".eml")


def counted(things: Iterable[T], total: int | None) -> Iterator[T]:
    """Pass things through and count them on standard error, if that is a terminal; the total where it is known."""
    if not sys.stderr.isatty():
        yield from things
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    began = time.monotonic()
    bar = Progress(
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("reading", total=total)
    shown = False
    try:
        for thing in things:
            yield thing
            bar.advance(task)
            if not shown and time.monotonic() - began > _PATIENCE:
                bar.start()
                shown = True
    finally:
        if shown:
            bar.stop()


def gazetteer_ready() -> None:
    """Before the first use make the gazetteer, and say so on standard error, since it takes a while and happens once."""
    from counterclaim.lexicon.gazetteer import Gazetteer

    if Gazetteer.is_built():
        return
    began = time.monotonic()
    sys.stderr.write("Unpacking the gazetteer; this happens once and takes half a minute ...\n")
    sys.stderr.flush()
    if sys.stderr.isatty():
        Gazetteer.open(progress=_tell_places)
        sys.stderr.write("\r")
    else:
        Gazetteer.open()
    sys.stderr.write(f"The gazetteer is ready, after {time.monotonic() - began:.0f} s.\n")


def _tell_places(rows: int) -> None:
    sys.stderr.write(f"\r  {rows:,} places")


def expected(paths: Sequence[str]) -> int | None:
    """How many documents the paths hold: pages, and the lines of tables; ``None`` where an archive or a store hides that."""
    total = 0
    for path in paths:
        if path == "-" or is_remote(path):
            return None
        for file in map(Path, files_below(path)) if is_folder(path) else [Path(path)]:
            suffix = file.suffix.lower()
            if suffix in (".jsonl", ".ndjson", ".csv", ".tsv") and file.is_file():
                with file.open("rb") as lines:
                    total += sum(1 for _ in lines) - (suffix in (".csv", ".tsv"))
            elif suffix in _ONE_REPORT or not file.exists():
                total += 1
            else:
                return None
    return total


def about(seconds: float) -> str:
    """How long that is, as people say it."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 120:
        return f"about {minutes} min"
    return f"about {minutes / 60:.0f} h" if minutes < 2880 else f"about {minutes / 1440:.0f} days"
