"""Reports of an invented war, by a seed: as many as wanted, each incident told by several outlets that differ.

What decides how a ledger grows is as in a real one: a few towns and outlets carry most of the reports, common words
fall as in news text while the names of a story are its own, the number of reports to an incident has a long tail, some
reports repeat an agency's word for word, and incidents fall at a steady rate, so that a larger ledger is a longer war.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from benchmarks.invented_words import common_words, invented_name
from counterclaim.ingest import Captured
from counterclaim.model import Attribution, Claim, Document, Incident, Place, PlaceMention, Reading, content_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.model import SourceKind

T = TypeVar("T")
#: Kinds of incident with their weights.
_KINDS = {
    ("Explosions/Remote violence", "Air/drone strike"): 40,
    ("Explosions/Remote violence", "Shelling/artillery/missile attack"): 30,
    ("Battles", "Armed clash"): 18,
    ("Violence against civilians", "Attack"): 12,
}
_SIDES = ("government", "opposition", "coalition", "northern front", "southern front")
_OFFICES: tuple[tuple[SourceKind, str], ...] = (
    ("military", "army spokesman"), ("armed_group", "commander"), ("medical", "hospital director"), ("resident", "resident"),
    ("government", "governor"), ("monitor", "monitor"),
)  # fmt: skip
#: The first day of the war, and how many incidents a day has.
_FIRST, _A_DAY = dt.date(2005, 1, 1), 20
#: Reports to an incident with their weights: most have one to four, one in fifty has a dozen or more.
_REPORTS = {1: 30, 2: 25, 3: 18, 4: 12, 6: 9, 9: 4, 14: 2}
#: One report in so many repeats the incident's first, an agency's, but for a line of its own.
_REPRINTS = 6


@dataclass(frozen=True)
class War:
    """What stays the same through a war: its towns, outlets and speakers, the first of each the commonest."""

    towns: tuple[Place, ...]
    outlets: tuple[str, ...]
    speakers: tuple[tuple[str, SourceKind, str | None], ...]

    @classmethod
    def of(cls, seed: int) -> War:
        """The war of a seed."""
        chance = random.Random(f"war {seed}")  # noqa: S311 - reports are made up, not secrets
        towns = tuple(
            Place(invented_name(chance), within="Qatra", lat=round(chance.uniform(30, 37), 3), lon=round(chance.uniform(36, 46), 3),
                  radius_km=5.0, geo_precision=1)
            for _ in range(600)
        )  # fmt: skip
        outlets = tuple(f"{invented_name(chance)} {chance.choice(('Times', 'News', 'Post', 'TV'))}" for _ in range(150))
        speakers = tuple(
            (f"{office} {invented_name(chance)} {invented_name(chance)}", kind,
             None if kind in ("resident", "medical", "monitor") else chance.choice(_SIDES))
            for kind, office in chance.choices(_OFFICES, k=300)
        )  # fmt: skip
        return cls(towns, outlets, speakers)


@dataclass(frozen=True)
class Story:
    """One incident, with the names that its reports share and the number of dead that they differ on."""

    war: War
    chance: random.Random
    day: dt.date
    place: Place
    kind: tuple[str, str]
    names: tuple[str, ...]
    killed: int

    @classmethod
    def of(cls, war: War, seed: int, number: int, day: dt.date) -> Story:
        """The incident of a number: the same whatever else is made."""
        chance = random.Random(f"story {seed} {number}")  # noqa: S311 - reports are made up, not secrets
        place, kind = _often(chance, war.towns), chance.choices([*_KINDS], [*_KINDS.values()])[0]
        names = tuple(f"{invented_name(chance)} {invented_name(chance)}" for _ in range(4))
        return cls(war, chance, day, place, kind, names, chance.randint(1, 40))

    def reports(self) -> list[tuple[Captured, Reading]]:
        """Every report of it with what a reader would have found: a reprint now and then, else each in its own words."""
        count = self.chance.choices([*_REPORTS], [*_REPORTS.values()])[0]
        first, said = self._written()
        told = [self._read(first, said, "Qatra Agency")]
        for _ in range(1, count):
            outlet = _often(self.chance, self.war.outlets)
            if self.chance.randrange(_REPRINTS) == 0:
                told.append(self._read(f"{first}\nOur desk in {outlet} adds nothing to this.", said, outlet))
            else:
                told.append(self._read(*self._written(), outlet))
        return told

    def _written(self) -> tuple[str, list[tuple[int, str]]]:
        """A text, and its sentences that report speech, each with the number of its speaker."""
        chance, speakers = self.chance, self.war.speakers
        said = [(n, self._saying(*speakers[n])) for n in chance.sample(range(len(speakers)), chance.randint(2, 4))]
        rest = [f"{' '.join(common_words(chance, 14)).capitalize()} near {name}." for name in self.names[:3]]
        lede = f"{self.kind[1]} hit {self.place.name} on {self.day:%A}, killing {self._toll()} people."
        return "\n".join((lede, *(words for _, words in said), *rest)), said

    def _saying(self, name: str, kind: SourceKind, side: str | None) -> str:
        chance = self.chance
        if kind in ("military", "government") and chance.random() < 0.4:
            return f"{name} denied that {side} forces had struck {self.place.name}."
        return f"{name} said {chance.choice(_SIDES)} forces killed {self._toll()} people near {self.names[3]}, {' '.join(common_words(chance, 8))}."

    def _toll(self) -> int:
        return max(1, self.killed + self.chance.choice((0, 0, 0, 1, -1, 5, -4)))

    def _read(self, text: str, said: Sequence[tuple[int, str]], outlet: str) -> tuple[Captured, Reading]:
        published = self.day + dt.timedelta(days=self.chance.choices((0, 1, 2, 9), (40, 40, 15, 5))[0])
        title = f"{self.place.name}: {self.names[0]} among the dead"
        document = Document.of(text, title=title, outlet=outlet, published=published)
        home = content_id("i", document.id)
        incident = Incident(home, True, *self.kind, self.place, self.day, self.day, "day", "text")
        claims, attributions = [], []
        for speaker, sentence in said:
            start = text.index(sentence)
            name = self.war.speakers[speaker][0]
            span = document.span(start, start + len(sentence))
            attributions.append(Attribution(f"a{start}", document.span(start, start + len(name)), None, (span,)))
            claims.append(self._claim(speaker, sentence, home, document, start))
        named = text.index(self.place.name)
        mention = PlaceMention(
            named, named + len(self.place.name), self.place.name, self.place.lat, self.place.lon, None
        )
        raw = text.encode()
        captured = Captured(document, f"synthetic {document.id}", "text/plain", hashlib.sha256(raw).hexdigest(), raw)
        return captured, Reading(document, tuple(attributions), (incident,), tuple(claims), (mention,))

    def _claim(self, speaker: int, sentence: str, home: str, document: Document, start: int) -> Claim:
        name, kind, side = self.war.speakers[speaker]
        denies = " denied " in sentence
        words = sentence.removeprefix(name).split()
        killed = None if denies else int(words[words.index("people") - 1])
        by = side if denies else sentence.removeprefix(f"{name} said ").partition(" forces")[0]
        return Claim(
            content_id("c", home, name, start), home, name, kind, side, True, (), "denies" if denies else "asserts", "certain",
            ("perpetrator",) if denies else ("perpetrator", "killed"), perpetrator=by, killed=None if killed is None else (killed, killed),
            evidence=(document.span(start, start + len(sentence)),), attribution=f"a{start}", trace=("synthetic",), document=document.id,
        )  # fmt: skip


def synthetic_stories(incidents: int, seed: int = 0, days: int | None = None, first: int = 0) -> Iterator[Story]:
    """Incidents in the order of their days.

    Args:
        incidents: how many.
        seed: the same seed gives the same war.
        days: on how many days they fall; by default twenty fall on a day.
        first: the number of the first: those after so many others go on with the same war.
    """
    war, span = War.of(seed), days or max(1, incidents // _A_DAY)
    for number in range(incidents):
        day = _FIRST + dt.timedelta(days=first // _A_DAY + number * span // incidents)
        yield Story.of(war, seed, first + number, day)


def synthetic_reports(incidents: int, seed: int = 0, days: int | None = None) -> Iterator[tuple[Captured, Reading]]:
    """Captures with their readings; there are ten claims to an incident, near enough.

    Args:
        incidents: how many incidents are told of.
        seed: the same seed gives the same reports.
        days: on how many days they fall; by default twenty fall on a day.
    """
    for story in synthetic_stories(incidents, seed, days):
        yield from story.reports()


def _often(chance: random.Random, found: Sequence[T]) -> T:
    """One of a sequence, the n-th n times as seldom as the first (Zipf's law)."""
    weights = list(accumulate(1 / place for place in range(1, len(found) + 1)))
    return chance.choices(found, cum_weights=weights)[0]
