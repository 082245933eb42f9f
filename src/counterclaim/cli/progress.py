"""A progress bar with the time left, on a terminal only, and only where the work takes more than a moment."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

T = TypeVar("T")
_PATIENCE = 2.0


def counted(things: Iterable[T], paths: Sequence[str]) -> Iterator[T]:
    """Pass things through and count them on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield from things
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    total = _expected(paths)
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


def _expected(paths: Sequence[str]) -> int | None:
    """How many documents the paths hold: files, and the lines of tables; ``None`` where that cannot be told."""
    total = 0
    for path in paths:
        if path == "-":
            return None
        place = Path(path)
        files = [p for p in place.rglob("*") if p.is_file()] if place.is_dir() else [place]
        for file in files:
            if file.suffix in (".jsonl", ".ndjson", ".csv", ".tsv") and file.is_file():
                with file.open("rb") as lines:
                    total += sum(1 for _ in lines)
            else:
                total += 1
    return total
