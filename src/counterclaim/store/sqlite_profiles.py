"""Derived tables by which a new report finds its neighbours: tellings as they are compared, their keys, and passages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: The tables, for who empties them.
TABLES = ("view_tellings", "view_profiles", "view_keys", "view_texts", "view_passages")
#: The day of a text that has none.
UNDATED = -1


class Found(NamedTuple):
    """A telling that stands under keys that were asked for: its number, its id, and the day on which its report came out.

    ``farthest`` is how near the least near is (nats) of those that it is held against, where these are as many as count.
    ``near``, ``far`` and ``value`` are what was asked, summed up.
    """

    number: int
    telling: str
    day: int
    farthest: float | None
    near: int
    far: int
    value: float


class Told(NamedTuple):
    """The report of a telling, the day on which it came out (an ordinal), and with how many before it the telling was compared."""

    document: str
    day: int
    compared: int


@dataclass(frozen=True, slots=True)
class TellingRow:
    """One telling: its id, the day on which its report came out (an ordinal), its keys and its profile, where it stands."""

    telling: str
    day: int
    keys: bytes
    body: bytes
    posted: tuple[tuple[str, int], ...]


class SqliteProfiles:
    """The neighbours of one file. What writes to them must run inside a transaction of the store."""

    def __init__(self, db: Any) -> None:
        """Profiles over an open file."""
        self._db = db

    def put_tellings(self, document: str, rows: Iterable[TellingRow]) -> bool:
        """Keep the tellings of one report in place of those that were there; true where there were none."""
        old = self._db.execute("SELECT number FROM view_tellings WHERE document = ?", (document,)).fetchall()
        for (number,) in old:
            # Their keys stay and lead to nothing: a number is never given twice.
            self._db.execute("DELETE FROM view_profiles WHERE number = ?", (number,))
        if old:
            self._db.execute("DELETE FROM view_tellings WHERE document = ?", (document,))
        for row in rows:
            statement = "INSERT INTO view_tellings (telling, document, day, keys) VALUES (?, ?, ?, ?) RETURNING number"
            number = self._db.execute(statement, (row.telling, document, row.day, row.keys)).fetchone()[0]
            if row.body:
                self._db.execute("INSERT INTO view_profiles VALUES (?, ?)", (number, row.body))
            entries = sorted({(_lookup(key), day, number) for key, day in row.posted})
            self._db.executemany("INSERT OR IGNORE INTO view_keys VALUES (?, ?, ?)", entries)
        return not old

    def put_text(self, document: str, day: int, shingles: Sequence[int], body: bytes) -> None:
        """Keep the text of one report as it is compared, and the shingles by which it is found; a text never changes.

        Args:
            document: the report.
            day: on which it came out, as an ordinal, or ``UNDATED``.
            shingles: those that look it up.
            body: its text as it is compared.
        """
        if self._db.execute("SELECT 1 FROM view_texts WHERE document = ?", (document,)).fetchone():
            return
        statement = "INSERT INTO view_texts (document, sampled, body) VALUES (?, ?, ?) RETURNING number"
        number = self._db.execute(statement, (document, len(shingles), body)).fetchone()[0]
        entries = [(shingle, day, number) for shingle in shingles]
        self._db.executemany("INSERT OR IGNORE INTO view_passages VALUES (?, ?, ?)", entries)

    def near(self, asked: Iterable[tuple[str, int, int, int, int, float]]) -> list[Found]:
        """The tellings that stand under some keys on a day from a first to a last, each once; a single far word is no tie.

        Args:
            asked: key, first and last day, and what it counts for: a word near in time, one far, a value.
        """
        asks = sorted({(_lookup(key), *rest) for key, *rest in asked})
        if not asks:
            return []
        statement = (
            f"WITH asked (lookup, first, last, near, far, value) AS (VALUES {_marks(asks, '(?, ?, ?, ?, ?, ?)')}), "  # noqa: S608 - marks only
            "found AS (SELECT k.number, count(DISTINCT CASE WHEN a.near = 1 THEN a.lookup END) AS near, "
            "count(DISTINCT CASE WHEN a.far = 1 THEN a.lookup END) AS far, sum(a.value) AS value "
            "FROM asked AS a JOIN view_keys AS k ON k.lookup = a.lookup AND k.day BETWEEN a.first AND a.last GROUP BY k.number "
            "HAVING max(a.near) = 1 OR sum(a.value) > 0 OR count(DISTINCT a.lookup) > 1) "
            "SELECT t.number, t.telling, t.day, t.farthest, f.near, f.far, f.value FROM found AS f JOIN view_tellings AS t ON t.number = f.number"
        )
        return [Found(*row) for row in self._db.execute(statement, [value for ask in asks for value in ask])]

    def keys(self, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """The keys of tellings by their numbers."""
        return self._by_number("view_tellings", "keys", numbers)

    def profiles(self, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """The profiles of tellings by their numbers."""
        return self._by_number("view_profiles", "body", numbers)

    def _by_number(self, table: str, column: str, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        wanted = sorted(numbers)
        if wanted:
            statement = f"SELECT number, {column} FROM {table} WHERE number IN ({_marks(wanted, '?')})"  # noqa: S608 - names from here
            yield from ((int(number), bytes(body)) for number, body in self._db.execute(statement, wanted))

    def sharing(self, shingles: Iterable[int], first: int, last: int) -> list[tuple[int, int, int]]:
        """The texts that have some of these shingles and came out from a first to a last day, or on none that is known.

        Returns:
            Of each its number, how many shingles look it up, and how many of these it shares.
        """
        wanted = sorted(shingles)
        if not wanted:
            return []
        statement = (
            f"WITH asked (shingle) AS (VALUES {_marks(wanted, '(?)')}), "  # noqa: S608 - marks only
            "near AS (SELECT p.number, count(*) AS shared FROM asked AS a JOIN view_passages AS p ON p.shingle = a.shingle "
            "AND (p.day BETWEEN ? AND ? OR p.day = ?) GROUP BY p.number) "
            "SELECT t.number, t.sampled, near.shared FROM near JOIN view_texts AS t ON t.number = near.number"
        )
        found = self._db.execute(statement, [*wanted, first, last, UNDATED])
        return [(int(number), int(sampled), int(shared)) for number, sampled, shared in found]

    def texts(self, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """The texts by their numbers as they are compared."""
        return self._by_number("view_texts", "body", numbers)

    def compared(self, telling: str) -> tuple[int, float | None]:
        """With how many a telling was compared, and how near the least near of these is that counts."""
        statement = "SELECT compared, farthest FROM view_tellings WHERE telling = ?"
        row = self._db.execute(statement, (telling,)).fetchone()
        return (int(row[0]), row[1]) if row else (0, None)

    def set_compared(self, rows: Iterable[tuple[str, int, float | None]]) -> None:
        """Keep with how many tellings were compared, and how near the least near of those is that count."""
        statement = "UPDATE view_tellings SET compared = ?, farthest = ? WHERE telling = ?"
        self._db.executemany(statement, [(count, farthest, telling) for telling, count, farthest in rows])

    def every(self) -> list[str]:
        """All tellings, in the order of their ids."""
        return [row[0] for row in self._db.execute("SELECT telling FROM view_tellings ORDER BY telling")]

    def tellings_of(self, document: str) -> list[str]:
        """The tellings of a report."""
        return [r[0] for r in self._db.execute("SELECT telling FROM view_tellings WHERE document = ?", (document,))]

    def told(self, tellings: Iterable[str]) -> dict[str, Told]:
        """Those of some tellings that there are, in order of ids."""
        statement = "SELECT telling, document, day, compared FROM view_tellings WHERE telling = ?"
        found = (self._db.execute(statement, (telling,)).fetchone() for telling in sorted(set(tellings)))
        return {str(row[0]): Told(*row[1:]) for row in found if row is not None}


def _marks(values: Sequence[object], mark: str) -> str:
    return ", ".join([mark] * len(values))


def _lookup(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)
