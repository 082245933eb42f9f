"""The gazetteer as the stages use it: names in, places out; read-only, from a file built on first use."""

from __future__ import annotations

import sqlite3
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from counterclaim.errors import LexiconError
from counterclaim.lexicon.gazetteer.build import build_file, cached_file, digest_of
from counterclaim.lexicon.gazetteer.entry import Entry
from counterclaim.lexicon.gazetteer.fold import skeleton
from counterclaim.lexicon.gazetteer.sources import geonames_dump, packaged
from counterclaim.lexicon.gazetteer.tables import name_words, rows

if TYPE_CHECKING:
    from collections.abc import Callable

_COLUMNS: Final = "id, kind, name, lat, lon, country, admin1, admin2, population, radius_km"
#: Two names of one country are taken for one from this likeness on (rapidfuzz ratio, 0 to 100): with equal consonants,
#: and without. Chosen on transliterations of Syrian, Iraqi and Ukrainian towns: "shaddadi" and "shaddadah" 82,
#: "hasaka" and "hassakeh" 86, and against false pairs such as "hari" and "harbi" 89.
_SAME_SOUND: Final = 70
_SAME_LETTERS: Final = 91


class Gazetteer:
    """Names of places and what they may stand for.

    Look-ups are kept in memory; the file behind them is never written. One object serves one thread.
    """

    def __init__(self, path: Path) -> None:
        """Open a built file; :meth:`open` and :meth:`build` make one first where needed."""
        self.path = path
        try:
            self._database = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self._database.execute("SELECT count(*) FROM place WHERE number = 1").fetchone()
        except sqlite3.Error as error:
            raise LexiconError(f"{path} is no gazetteer; delete it, it is built anew", subject=str(path)) from error
        self.named = lru_cache(maxsize=50_000)(self._named)
        self.division = lru_cache(maxsize=4_000)(self._division)
        self.like = lru_cache(maxsize=4_000)(self._like)
        self._names_of = lru_cache(maxsize=16)(self._names_in)

    @staticmethod
    def is_built() -> bool:
        """True where :meth:`open` finds its file, and need not make it first."""
        return cached_file(digest_of()).exists()

    @classmethod
    def open(cls, path: Path | None = None, *, progress: Callable[[int], None] | None = None) -> Gazetteer:
        """The packaged gazetteer, built into the user's cache on first use (some seconds), or the file at ``path``.

        Args:
            path: a file that :meth:`build` made.
            progress: called with the number of rows done while it is built.

        Raises:
            LexiconError: it can be neither read nor built.
        """
        if path is not None:
            return cls(path)
        target = cached_file(digest_of())
        if not target.exists():
            build_file(packaged(), target, progress)
        return cls(target)

    @classmethod
    def build(
        cls, source: Path | None = None, target: Path | None = None, *, progress: Callable[[int], None] | None = None
    ) -> Gazetteer:
        """Build anew: from the package, or from a full GeoNames dump (``allCountries.txt`` or its ``.zip``).

        Args:
            source: the dump; ``None`` for the packaged rows.
            target: the file to write; by default one in the user's cache, named for what it was built from.
            progress: called with the number of rows done.

        Raises:
            LexiconError: the dump cannot be read, or the file cannot be written.
        """
        if source is not None and not source.is_file():
            raise LexiconError(
                f"no file {source}; download allCountries.zip from GeoNames and give its path", subject=str(source)
            )
        target = target or cached_file(digest_of([source] if source else []))
        return cls(build_file(geonames_dump(source) if source else packaged(), target, progress))

    def _named(self, folded: str) -> tuple[Entry, ...]:
        """What bears this folded name, best rank first, then by people. Use ``named(fold(name))``; cached."""
        found = self._database.execute(
            f"SELECT {_COLUMNS}, rank FROM name JOIN place ON place = number WHERE folded = ? ORDER BY rank, population DESC, number",  # noqa: S608
            (folded,),
        )
        return tuple(Entry(*row) for row in found)

    def _division(self, country: str, admin1: str = "", admin2: str = "") -> Entry | None:
        """The country, first-order or second-order division of these codes; cached."""
        key = ".".join(filter(None, (f"adm{country}", admin1, admin2))) if admin1 else f"iso{country}"
        row = self._database.execute(f"SELECT {_COLUMNS} FROM place WHERE id = ?", (key,)).fetchone()  # noqa: S608
        return Entry(*row) if row else None

    def _names_in(self, country: str, admin1: str) -> tuple[dict[str, str], dict[str, list[str]]]:
        """The folded names of a country or division, whole and by their skeletons."""
        found = self._database.execute(
            "SELECT DISTINCT folded FROM place JOIN name ON place = number WHERE country = ? AND (? = '' OR admin1 = ?) "
            "AND kind NOT IN ('country', 'airfield')",
            (country, admin1, admin1),
        )
        names = {row[0]: row[0] for row in found}
        sounds: dict[str, list[str]] = {}
        for name in names:
            sounds.setdefault(skeleton(name), []).append(name)
        return names, sounds

    def _like(self, folded: str, country: str, admin1: str = "") -> tuple[Entry, ...]:
        """Places of one country (or division) whose name is a likely variant of this folded one; rank 3; cached.

        Variants of the same consonants count from a likeness of 70 on, others from 91.
        """
        if len(folded) < 4 or country not in name_words().transliterated:
            return ()
        names, sounds = self._names_of(country, admin1)
        same = sounds.get(skeleton(folded), [])
        best = process.extractOne(folded, same, scorer=fuzz.ratio, score_cutoff=_SAME_SOUND)
        if best is None and len(folded) > 6:
            best = process.extractOne(folded, names.keys(), scorer=fuzz.ratio, score_cutoff=_SAME_LETTERS)
        if best is None:
            return ()
        return tuple(_ranked(entry, 3) for entry in self.named(best[0]) if entry.country == country)

    def towns(self, people: int) -> tuple[tuple[str, float, float, int], ...]:
        """Name, longitude, latitude and people of every town of at least so many people, the largest first."""
        found = self._database.execute(
            "SELECT name, lon, lat, population FROM place WHERE kind = 'city' AND population >= ? ORDER BY population DESC, number",
            (people,),
        )
        return tuple((name, round(lon, 3), round(lat, 3), size) for name, lon, lat, size in found)

    @cached_property
    def demonyms(self) -> dict[str, str]:
        """Words for the people of a country ("Syrian", "Syrians") to its ISO code."""
        return {word: line["iso"] for line in rows("countries.csv") for word in line["demonyms"].split("|") if word}

    @cached_property
    def neighbours(self) -> dict[str, frozenset[str]]:
        """ISO code of a country to those of the countries that it borders on."""
        return {line["iso"]: frozenset(filter(None, line["neighbours"].split("|"))) for line in rows("countries.csv")}

    def within(self, entry: Entry) -> str | None:
        """The larger places that hold an entry, nearest first: ``"Deir ez-Zor, Syria"``."""
        if not entry.country or entry.kind == "country":
            return None
        region = self.division(entry.country, entry.admin1) if entry.admin1 and entry.kind != "region" else None
        country = self.division(entry.country)
        names = [place.name for place in (region, country) if place is not None and place.name != entry.name]
        return ", ".join(names) or None


def _ranked(entry: Entry, rank: int) -> Entry:
    return Entry(entry.id, entry.kind, entry.name, entry.lat, entry.lon, entry.country, entry.admin1, entry.admin2,
                 entry.population, entry.radius_km, rank)  # fmt: skip
