"""``doctor``: what is installed, by hash, and what to do where something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from counterclaim.errors import CounterclaimError
from counterclaim.extract.tagger import Tagger
from counterclaim.ledger import Ledger, digests, program_version
from counterclaim.lexicon.gazetteer import Gazetteer
from counterclaim.text.parser import model_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def check_up(ledger: Path | None) -> int:
    """Check each part and print a line for it; returns 1 where one is wrong."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("program", lambda: f"counterclaim {program_version()}, words and weights {digests()[:12]}"),
        ("parser", lambda: f"files as published in {model_folder().name}"),
        (
            "tagger",
            lambda: (
                f"version {Tagger.load().settings.version}, trained on {', '.join(Tagger.load().settings.trained_on)}"
            ),
        ),
        ("gazetteer", _gazetteer),
    ]
    if ledger is not None:
        checks.append(("ledger", lambda: _ledger(ledger)))
    wrong = 0
    for name, check in checks:
        try:
            typer.echo(f"ok     {name:10s} {check()}")
        except CounterclaimError as error:
            wrong = 1
            typer.echo(f"wrong  {name:10s} {error.message}")
    return wrong


def _gazetteer() -> str:
    Gazetteer.open()
    return "opens"


def _ledger(path: Path) -> str:
    with Ledger(path, read_only=True) as opened:
        count, head = opened.verify()
    return f"{count} rows, none altered, head {head[:12]}"
