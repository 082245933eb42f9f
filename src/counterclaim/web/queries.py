"""What pages and API ask of the ledger: the present from its derived tables, an earlier day from those made for it in memory."""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

from counterclaim.errors import OptionError
from counterclaim.ledger import MOST, Ledger, Past
from counterclaim.model import Status
from counterclaim.store import SORTS, Wanted
from counterclaim.web.grades import grade_of
from counterclaim.web.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: How many past days are kept in memory.
_KEPT = 4
_LIMIT = 50
#: The most characters of a word filter.
_LONGEST = 500
#: Up to so many incidents are drawn one by one; beyond, a map is given cells. Canvas and browser keep up with ten times as many.
MARKED = 2000
#: The cells of a map across its window.
_ACROSS = 40


@dataclass(frozen=True, slots=True)
class Filters:
    """Which incidents an address asks for, and the day whose knowledge is wanted; ``None`` is the present."""

    wanted: Wanted = field(default_factory=Wanted)
    as_of: dt.date | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        """Filters from the words of an address; empty ones are no filter.

        Raises:
            OptionError: a value cannot be read; the message names it and shows the form.
        """
        words = {key: value.strip() for key, value in query.items() if value.strip()}
        for name in ("q", "place", "party", "kind", "grade", "cursor"):
            if len(query.get(name, "")) > _LONGEST:
                raise OptionError(f"{name} has more than {_LONGEST} characters; give fewer words", subject=name)
        sort = words.get("sort", "-date")
        if sort not in SORTS:
            raise OptionError(f"sort={sort!r} is none of {', '.join(SORTS)}", subject="sort")
        status = words.get("status")
        if status is not None and status not in get_args(Status):
            raise OptionError(f"status={status!r} is none of {', '.join(get_args(Status))}", subject="status")
        wanted = Wanted(
            q=words.get("q", ""), place=words.get("place", ""), party=words.get("party", ""), kind=words.get("kind"),
            status=status, since=_day(words, "since"), until=_day(words, "until"),
            min_sources=_number(words, "min_sources", 0), bbox=_window(words),
            grade=grade_of(words["grade"]) if "grade" in words else None, sort=sort,
        )  # fmt: skip
        return cls(wanted, _day(words, "as_of"))


def _day(words: Mapping[str, str], name: str) -> dt.date | None:
    if name not in words:
        return None
    try:
        return dt.date.fromisoformat(words[name])
    except ValueError as error:
        raise OptionError(f"{name}={words[name]!r} is no day; write it as 2018-06-18", subject=name) from error


def _number(words: Mapping[str, str], name: str, otherwise: int) -> int:
    try:
        number = int(words.get(name, otherwise))
    except ValueError as error:
        raise OptionError(f"{name}={words[name]!r} is no number", subject=name) from error
    if not 0 <= number <= 1_000_000:
        raise OptionError(f"{name}={number} is out of range; give 0 to 1000000", subject=name)
    return number


def _window(words: Mapping[str, str]) -> tuple[float, float, float, float] | None:
    if "bbox" not in words:
        return None
    try:
        west, south, east, north = (float(part) for part in words["bbox"].split(","))
    except ValueError as error:
        raise OptionError(
            f"bbox={words['bbox']!r} is no window; write west,south,east,north in degrees", subject="bbox"
        ) from error
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise OptionError(
            "bbox lies off the map; longitudes are -180 to 180, latitudes -90 to 90, south first", subject="bbox"
        )
    return west, south, east, north


@dataclass
class Queries:
    """A ledger opened for reading, anew for each request. Safe to ask from several threads."""

    path: Path | str
    recent: Recent = field(default_factory=Recent)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _past: dict[tuple[str, dt.date], Past] = field(default_factory=dict)

    @contextmanager
    def opened(self, as_of: dt.date | None = None) -> Iterator[Ledger | Past]:
        """The ledger as it stands, or as it stood on a day; both answer the same questions."""
        with Ledger(self.path, read_only=True) as ledger:
            if as_of is None:
                yield ledger
                return
            # One thread at a time: a past day's tables are one connection.
            with self._lock:
                yield self._known_by(ledger, as_of)

    def _known_by(self, ledger: Ledger, day: dt.date) -> Past:
        head = ledger.head()
        found = self._past.get((head, day))
        if found is None:
            found = ledger.known_by(day)
            kept = {at: past for at, past in list(self._past.items())[-_KEPT + 1 :] if at[0] == head}
            for at, past in self._past.items():
                if at not in kept:
                    past.close()
            self._past = kept | {(head, day): found}
        return found


def limit_of(query: Mapping[str, str]) -> int:
    """How many incidents a stretch holds, 1 to 500.

    Raises:
        OptionError: it is no number of that range.
    """
    limit = _number({k: v for k, v in query.items() if v.strip()}, "limit", _LIMIT)
    if not 1 <= limit <= MOST:
        raise OptionError(f"limit={limit} is out of range; give 1 to {MOST}", subject="limit")
    return limit


def degrees_of(query: Mapping[str, str], bbox: tuple[float, float, float, float] | None) -> float:
    """The side of a map's cells in degrees: as asked for, else a fortieth of the window.

    Raises:
        OptionError: it is no number, or out of range.
    """
    asked = query.get("degrees", "").strip()
    if not asked:
        west, _, east, _ = bbox or (-180.0, -90.0, 180.0, 90.0)
        return max((east - west if west <= east else east - west + 360) / _ACROSS, 0.01)
    try:
        degrees = float(asked)
    except ValueError as error:
        raise OptionError(f"degrees={asked!r} is no number", subject="degrees") from error
    if not 0.01 <= degrees <= 45:
        raise OptionError(f"degrees={degrees} is out of range; give 0.01 to 45", subject="degrees")
    return degrees
