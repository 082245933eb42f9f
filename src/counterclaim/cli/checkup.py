"""``doctor``: what is installed, by hash, and what to do where something is wrong."""

from __future__ import annotations

import platform
import re
import shutil
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import typer

from counterclaim.cli.progress import gazetteer_ready
from counterclaim.errors import CounterclaimError, ModelError, OptionError, StoreError
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
    "llm": ("httpx",),
    "notebook": ("pandas", "polars", "pyarrow"),
    "pdf": ("weasyprint",),
    "postgres": ("psycopg",),
    "ray": ("pyarrow", "ray"),
}
#: What the unpacked gazetteer and a ledger of some thousand reports need, in bytes.
_ROOM = 500_000_000


def check_up(ledger: Path | None) -> int:
    """Check each part and print a line for it; returns 1 where one is wrong."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("program", _program),
        ("install", _install),
        ("parser", lambda: f"files as published, by hash, in {model_folder()}"),
        ("tagger", _tagger),
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


def _program() -> str:
    return (
        f"counterclaim {program_version()} with Python {platform.python_version()}, words and weights {digests()[:12]}"
    )


def _install() -> str:
    """Whether what a plain install brings is there; the versions are pip's matter."""
    required = [line for line in metadata.requires("counterclaim") or () if "extra ==" not in line]
    names = [re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in required]
    lacking = [name for name in names if not _is_installed(name)]
    if lacking:
        raise ModelError(f"not installed: {', '.join(lacking)}; pip install --upgrade counterclaim", subject=lacking[0])
    return f"{len(names)} packages that it needs are there"


def _is_installed(name: str) -> bool:
    try:
        return bool(metadata.version(name))
    except metadata.PackageNotFoundError:
        return False


def _tagger() -> str:
    settings = Tagger.load().settings
    return f"version {settings.version}, files as published, by hash; trained on {', '.join(settings.trained_on)}"


def _gazetteer() -> str:
    """The file that is used, and those of other versions that only take room."""
    gazetteer_ready()
    path = Gazetteer.open().path
    old = [other for other in path.parent.glob("gazetteer-*.sqlite") if other != path]
    spare = sum(other.stat().st_size for other in old) // 1_000_000
    files = "1 file" if len(old) == 1 else f"{len(old)} files"
    unused = f"; {files} of other versions beside it ({spare} MB) may be deleted" if old else ""
    return f"opens, {path}{unused}"


def _ledger(path: Path) -> str:
    if not path.is_file():
        raise OptionError(f"there is no ledger {path}; `counterclaim ingest REPORTS --ledger {path}` makes one", subject="--ledger")  # fmt: skip
    with Ledger(path, read_only=True) as opened:
        count, head = opened.verify()
        failed = sum(len(reading.failures) for reading in opened.readings())
        behind = opened.store.views.seq() != opened.store.views.last()
    again = (
        f"; {failed} failures inside reports, `counterclaim retry --ledger {path}` reads those again" if failed else ""
    )
    late = "; a run was cut off, the next command brings its lists up to date" if behind else ""
    return f"{count} rows, none altered, head {head[:12]}{again}{late}"
