"""One report beside its neighbours: kept as it is compared, held against those that share a key with it, and linked."""

from __future__ import annotations

import datetime as dt
import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from counterclaim import merge
from counterclaim.model import Link, decode
from counterclaim.store import TellingRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterclaim.model import Reading
    from counterclaim.store import Found, SqlStore

_PACK = msgspec.msgpack.Encoder(order="deterministic").encode
_KEYS = msgspec.msgpack.Decoder(merge.Keys).decode
_PROFILE = msgspec.msgpack.Decoder(merge.Profile).decode
_TEXT = msgspec.msgpack.Decoder(merge.Passages).decode
#: The day of a report that has none, and the last of all days.
_UNDATED, _LAST = -1, dt.date.max.toordinal()
#: Of the tellings that may be the nearest so many are looked at first.
_LOOKED_AT = 64


@dataclass(frozen=True)
class Neighbours:
    """The reports of one store as they are compared."""

    store: SqlStore

    def keep(self, reading: Reading) -> tuple[tuple[merge.Profile, ...], merge.Passages]:
        """Keep a report as it is compared, in place of an older reading of it."""
        profiles, text = merge.profiles_of(reading), merge.passages_of(reading.document)
        day = _day(reading.document.published)
        rows = [TellingRow(p.id, day, _PACK(p.keys), _PACK(p), tuple(merge.posted(p.keys))) for p in profiles]
        if self.store.profiles.put_tellings(reading.document.id, rows):
            self.store.views.count_report()
        self.store.profiles.put_text(reading.document.id, day, text.looked_up(), _PACK(text))
        return profiles, text

    def links_of(self, reading: Reading) -> tuple[Link, ...]:
        """Keep a report, and judge it beside those that it may tell the same as, or repeat; in order of ids."""
        profiles, text = self.keep(reading)
        links = [link for profile in profiles for link in self._compared(profile)]
        links += merge.within_reports(profiles)
        links += self._repeats(text)
        return tuple(sorted(links, key=lambda link: link.id))

    def count(self, links: Iterable[Link]) -> None:
        """Note with how many each telling was compared; of new links only, after they are written."""
        newer = Counter(link.newer for link in links if link.kind == "incident" and link.newer is not None)
        rows = []
        for telling, number in sorted(newer.items()):
            compared = self.store.profiles.compared(telling)[0] + number
            rows.append((telling, compared, self._farthest(telling) if compared >= merge.MOST else None))
        self.store.profiles.set_compared(rows)

    def count_all(self) -> None:
        """Note it for every telling from all links that were written."""
        near: dict[str, list[float]] = defaultdict(list)
        for body in self.store.bodies("links"):
            link = decode(body, Link)
            if link.kind == "incident" and link.newer is not None:
                near[link.newer].append(link.nearness)
        self.store.profiles.set_compared(
            (telling, len(found), heapq.nlargest(merge.MOST, found)[-1] if len(found) >= merge.MOST else None)
            for telling, found in sorted(near.items())
        )

    def _farthest(self, telling: str) -> float:
        links = (decode(body, Link) for body in self.store.views.links_at(telling))
        near = (link.nearness for link in links if link.newer == telling and link.kind == "incident")
        return heapq.nlargest(merge.MOST, near)[-1]

    def _compared(self, profile: merge.Profile) -> list[Link]:
        """The links of a telling to those before it that it is nearest to, and to those after it that are nearest to it."""
        rows = {row.telling: row for row in self.store.profiles.near(merge.asked(profile.keys))}
        others = self._worth_a_look(profile.keys, list(rows.values()))
        bounds = {telling: row.farthest for telling, row in rows.items()}
        near = merge.nearest_before(profile.keys, others) + merge.nearest_after(profile.keys, others, bounds.get)
        ids = {pair.newer if pair.older == profile.id else pair.older for pair in near}
        bodies = self.store.profiles.profiles(rows[one].number for one in ids)
        known = {told.id: told for told in (_PROFILE(body) for _, body in bodies)} | {profile.id: profile}
        return [merge.held_against(known[newer], known[older], how) for newer, older, how in near]

    def _worth_a_look(self, keys: merge.Keys, rows: list[Found]) -> list[merge.Keys]:
        """Of the tellings that share a key those that can be the nearest, by no more than how many words, days and places they share."""
        windows = merge.windows_of(keys)
        bounds = {row.number: merge.nearness_bound(windows, row.near, row.far, row.value) for row in rows}
        day = _day(keys.published)
        before = sorted(
            (row.number for row in rows if 0 <= row.day < day or day < 0 <= row.day), key=lambda n: (-bounds[n], n)
        )
        earlier = set(before)
        # Of those that came out on the same day or later each decides for itself how near is near enough.
        rest = [
            row.number
            for row in rows
            if row.number not in earlier
            and (row.farthest is None or bounds[row.number] >= row.farthest or row.day == day)
        ]
        looked = self._keys(rest)
        count = _LOOKED_AT
        while before:
            looked += self._keys(before[:count])
            before = before[count:]
            near = merge.nearest_before(keys, looked)
            if len(near) >= merge.MOST and before and bounds[before[0]] < near[-1].nearness:
                break
            count *= 2
        return looked

    def _keys(self, numbers: Iterable[int]) -> list[merge.Keys]:
        return [_KEYS(body) for _, body in self.store.profiles.keys(numbers)]

    def _repeats(self, text: merge.Passages) -> tuple[Link, ...]:
        # A text without a day can be repeated, and repeat, at any time.
        first, last = 0, _LAST
        if text.published is not None:
            first, last = (text.published.toordinal() + step * merge.REPEATED_WITHIN for step in (-1, 1))
        worth = [
            number
            for number, sampled, shared in self.store.profiles.sharing(text.looked_up(), first, last)
            if merge.worth_a_look(text, shared, sampled)
        ]
        others = (_TEXT(body) for _, body in self.store.profiles.texts(worth))
        return merge.reprints_of(text, (other for other in others if other.document != text.document))


def _day(published: dt.date | None) -> int:
    return published.toordinal() if published is not None else _UNDATED
