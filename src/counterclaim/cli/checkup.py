"""``doctor``: what is installed, by hash, and what to do where something is wrong."""

from __future__ import annotations

import shutil
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import typer

from counterclaim.errors import CounterclaimError, OptionError, StoreError
from counterclaim.extract.tagger import Tagger
from counterclaim.ledger import Ledger, digests, program_version
from counterclaim.lexicon.gazetteer import Gazetteer
from counterclaim.text.parser import model_folder

if TYPE_CHECKING:
    from collections.abc import Callable

#: What each extra of an install brings, by the module that is looked for.
_EXTRAS = {
    "archives": ("pyarrow", "zstandard"),
    "export": ("pyarrow",),
    "feeds": ("defusedxml", "feedparser", "httpx"),
    "notebook": ("pandas", "polars", "pyarrow"),
    "pdf": ("weasyprint",),
    "postgres": ("psycopg",),
}
#: What the unpacked gazetteer and a ledger of some thousand reports need, in bytes.
_ROOM = 500_000_000


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
        ("disk", lambda: _room(ledger)),
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
    for extra, modules in _EXTRAS.items():
        lacking = [name for name in modules if util.find_spec(name) is None]
        advice = f"not installed; where you want it: pip install 'counterclaim[{extra}]'" if lacking else "installed"
        typer.echo(f"{'-' if lacking else 'ok':6s} {extra:10s} {advice}")
    return wrong


def _room(ledger: Path | None) -> str:
    """Free bytes where the gazetteer is unpacked and where the ledger lies."""
    places = [Path(platformdirs.user_cache_dir("counterclaim")), *([ledger] if ledger is not None else [])]
    free = []
    for place in places:
        there = next(folder for folder in (place.resolve(), *place.resolve().parents) if folder.is_dir())
        left = shutil.disk_usage(there).free
        if left < _ROOM:
            raise StoreError(f"{left // 1_000_000} MB free at {there}; make room for {_ROOM // 1_000_000} MB", subject=str(there))  # fmt: skip
        free.append(f"{left / 1e9:.0f} GB free at {there}")
    return ", ".join(dict.fromkeys(free))


def _gazetteer() -> str:
    Gazetteer.open()
    return "opens"


def _ledger(path: Path) -> str:
    if not path.is_file():
        raise OptionError(f"there is no ledger {path}; `counterclaim ingest REPORTS --ledger {path}` makes one", subject="--ledger")  # fmt: skip
    with Ledger(path, read_only=True) as opened:
        count, head = opened.verify()
    return f"{count} rows, none altered, head {head[:12]}"
