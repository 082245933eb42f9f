"""Builds the gazetteer's file: one SQLite database of places and folded names, made once and then only read."""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import platformdirs

from counterclaim.errors import LexiconError
from counterclaim.lexicon.gazetteer.entry import distance_km, reach_km
from counterclaim.lexicon.gazetteer.fold import fold
from counterclaim.lexicon.gazetteer.sources import PACKED, TABLES, Row
from counterclaim.lexicon.gazetteer.tables import folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: Raised with every change to the tables below.
LAYOUT: Final = "1"
_BATCH: Final = 20_000
_KIND_WORDS: Final = re.compile(
    r"(?i)\b(governorate|province|oblast|raion|region|county|parish|borough|municipality|district|department|prefecture|"
    r"voivodeship|census area|muḩāfaz̧at|gmina|powiat|metropolitan|autonomous|republic|krai|okrug|wilaya|division|"
    r"refugee camp|camp|air ?base|air ?field|airport|border crossing|oil ?field|dam|neighbou?rhood)\b(?: of\b)?"
)
_TABLES: Final = """
CREATE TABLE place (
  number INTEGER PRIMARY KEY, id TEXT, kind TEXT, name TEXT, lat REAL, lon REAL, country TEXT, admin1 TEXT, admin2 TEXT,
  population INTEGER, radius_km REAL
);
CREATE TABLE name (folded TEXT, place INTEGER, rank INTEGER, PRIMARY KEY (folded, place)) WITHOUT ROWID;
"""
_INDEXES: Final = """
CREATE INDEX place_country ON place (country, admin1);
CREATE INDEX place_id ON place (id);
CREATE INDEX name_place ON name (place);
"""


def digest_of(paths: Iterable[Path] = ()) -> str:
    """A short hash of everything that the built file depends on: the data, the folding and the layout."""
    total = hashlib.sha256(LAYOUT.encode())
    for name in (PACKED, *TABLES, "fold.toml", "fold.py", "build.py"):
        total.update(folder().joinpath(name).read_bytes())
    for path in paths:
        total.update(f"{path.name} {path.stat().st_size}".encode())
    return total.hexdigest()[:16]


def cached_file(digest: str) -> Path:
    """Where the built file of this digest lies, or would lie, for this user."""
    home = Path(os.environ.get("COUNTERCLAIM_CACHE") or platformdirs.user_cache_dir("counterclaim", appauthor=False))
    try:
        home.mkdir(parents=True, exist_ok=True)
        writable = os.access(home, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        home = Path(tempfile.gettempdir()) / f"counterclaim-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
        home.mkdir(mode=0o700, exist_ok=True)
    return home / f"gazetteer-{digest}.sqlite"


def build_file(source: Iterable[Row], target: Path, progress: Callable[[int], None] | None = None) -> Path:
    """Write the database of these rows to ``target``; another process may be doing the same at the same time.

    It is written beside the target and renamed when complete, so that a reader sees all of it or nothing.

    Args:
        source: the rows, in the order of their precedence.
        target: the file to make.
        progress: called now and then with the number of rows done.

    Raises:
        LexiconError: the place cannot be written, or the rows are wrong.
    """
    handle, name = tempfile.mkstemp(prefix=target.name, suffix=".part", dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        database = sqlite3.connect(part)
        try:
            database.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;" + _TABLES
            )
            _fill(database, source, progress)
            database.executescript(_INDEXES)
            database.commit()
        finally:
            database.close()
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise LexiconError(
            f"cannot write the gazetteer to {target}: {error}; set COUNTERCLAIM_CACHE to a folder with 100 MB free",
            subject=str(target),
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return target


def _fill(database: sqlite3.Connection, source: Iterable[Row], progress: Callable[[int], None] | None) -> None:
    places: list[tuple[object, ...]] = []
    names: list[tuple[str, int, int]] = []
    homeless: list[tuple[int, Row]] = []
    grid: dict[tuple[str, int, int], list[Row]] = defaultdict(list)
    for number, row in enumerate(source, 1):
        radius = reach_km(row.kind, row.population, row.radius_km)
        places.append(
            (
                number,
                row.id,
                row.kind,
                row.name,
                row.lat,
                row.lon,
                row.country,
                row.admin1,
                row.admin2,
                row.population,
                radius,
            )
        )
        names.extend((key, number, rank) for key, rank in keys_of(row).items())
        if row.admin1:
            if row.kind == "city":
                grid[row.country, round(row.lat), round(row.lon)].append(row)
        elif row.country and row.kind not in ("country", "area", "region"):
            homeless.append((number, row))
        if number % _BATCH == 0:
            _insert(database, places)
            if progress:
                progress(number)
    _insert(database, places)
    names.sort()  # in the order of the key the table is written three times as fast
    database.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?)", names)
    database.executemany("UPDATE place SET admin1 = ?, admin2 = ? WHERE number = ?", _homes(homeless, grid))


def _insert(database: sqlite3.Connection, places: list[tuple[object, ...]]) -> None:
    database.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", places)
    places.clear()


def keys_of(row: Row) -> dict[str, int]:
    """The folded names of a place with their rank, best first: own name, other names, name without its kind's word."""
    keys = {fold(row.name): 0}
    for other in row.others:
        keys.setdefault(fold(other), 1)
    if row.kind != "city" and row.kind != "country":
        for name in (row.name, *row.others):
            bare = _KIND_WORDS.sub(" ", name).strip(" -")
            if bare and bare != name:
                keys.setdefault(fold(bare), 2)
    keys.pop("", None)
    return keys


def _homes(
    homeless: list[tuple[int, Row]], grid: dict[tuple[str, int, int], list[Row]]
) -> Iterator[tuple[str, str, int]]:
    """The divisions of rows that have none: those of the nearest town of the same country within a degree or two."""
    for number, row in homeless:
        lat, lon = round(row.lat), round(row.lon)
        near = [r for i in (-1, 0, 1) for j in (-1, 0, 1) for r in grid.get((row.country, lat + i, lon + j), ())]
        if near:
            town = min(near, key=lambda r: distance_km(row.lat, row.lon, r.lat, r.lon))
            yield town.admin1, town.admin2, number
