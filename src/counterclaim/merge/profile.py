"""A telling in the form in which it is compared: its words, names, hands and tolls, and the keys under which it is found."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from counterclaim.merge.keys import Keys, keys_of
from counterclaim.merge.telling import Telling, tellings_of
from counterclaim.merge.words import headline_of, names_in, prose, rarity, words_in
from counterclaim.model import Incident, Toll
from counterclaim.text.blocks import blocks_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from counterclaim.model import Reading

#: News tells the incident at its top; what follows is background. Words after this are not compared.
LEDE_WORDS = 450
#: The words by which a telling is looked up; two tellings meet where they share two of them.
KEY_WORDS = 16
#: Weight of a word of the title, of the text, of a sentence that carries one of the incident's claims, and of one that
#: carries another incident's.
_TITLE, _TEXT, _EVIDENCE, _ASIDE = 2.0, 1.0, 2.0, 0.2
#: Words this common or commoner ("the", "said") tell nothing.
_EVERYDAY = 0.5
#: Rare words tell more than in proportion: measured, 1.5 beat 1 and 2.
_RARITY_POWER = 1.5
#: Words commoner than this (in nats), "of" or "people", make no two targets alike.
_SAYS_SOMETHING = 1.5


class Profile(msgspec.Struct, frozen=True):
    """A telling as it is compared. To make one takes ten times as long as to read it again, so that a ledger keeps it.

    ``words`` maps each word of it to its weight, scaled to length 1. ``hands`` and ``targets`` are the telling words of who
    is said to have done it and of whom or what it hit. Tolls stand once each in the order of their words: open ends are
    ``None``, which no order of numbers has a place for.
    """

    keys: Keys
    outlet: str | None
    main: bool
    incident: Incident | None
    hands: frozenset[str]
    targets: frozenset[str]
    killed: tuple[Toll, ...]
    injured: tuple[Toll, ...]
    words: dict[str, float]
    names: frozenset[str]

    @property
    def id(self) -> str:
        """That of the telling."""
        return self.keys.id

    @property
    def published(self) -> dt.date | None:
        """The day on which its report came out."""
        return self.keys.published


def profiles_of(reading: Reading) -> tuple[Profile, ...]:
    """The profiles of all that one report tells."""
    told = tellings_of(reading)
    alone = sum(telling.main for telling in told) == 1
    return tuple(_profile(reading, telling, alone=telling.main and alone) for telling in told)


def profiles_in(readings: Iterable[Reading]) -> tuple[Profile, ...]:
    """The profiles of all tellings of all reports, in the order of their ids; a report that comes twice is taken once."""
    unique = {reading.document.id: reading for reading in readings}
    every = (profile for _, reading in sorted(unique.items()) for profile in profiles_of(reading))
    return tuple(sorted(every, key=lambda profile: profile.id))


def _profile(reading: Reading, telling: Telling, *, alone: bool) -> Profile:
    incident, claims, title = telling.incident, telling.claims, headline_of(reading.document.title)
    evidence = "\n".join(dict.fromkeys(span.text for claim in claims for span in claim.evidence))
    counted: Counter[str] = Counter()
    read = evidence
    if telling.main:
        body, aside = _foreground(reading)
        share = 1.0 if alone else 0.4
        _count(counted, words_in(title), _TITLE * share)
        _count(counted, words_in(body), _TEXT * share)
        _count(counted, words_in(aside), _ASIDE * share)
        read = f"{title}\n{body}" if alone else evidence
    if not alone:
        _count(counted, words_in(evidence), _EVIDENCE)
    if incident is not None and incident.place is not None:
        _count(counted, words_in(incident.place.name), _EVIDENCE)
    words = _weighed(counted)
    headline = words_in(title) if telling.main else ()
    return Profile(
        keys=keys_of(telling, _most_telling(words), headline),
        outlet=telling.outlet,
        main=telling.main,
        incident=incident,
        hands=_said(claim.perpetrator for claim in claims),
        targets=_said(claim.target for claim in claims),
        killed=_each_once(claim.killed for claim in claims),
        injured=_each_once(claim.injured for claim in claims),
        words=words,
        names=names_in(read),
    )


def _said(values: Iterable[str | None]) -> frozenset[str]:
    return frozenset(word for value in values for word in words_in(value or "") if rarity(word) >= _SAYS_SOMETHING)


def _foreground(reading: Reading) -> tuple[str, str]:
    """The opening of a report without the sentences on its background incidents, and these sentences."""
    background = {incident.id for incident in reading.incidents if not incident.main}
    mains = [span.text for claim in reading.claims if claim.incident not in background for span in claim.evidence]
    spans = {span.text for claim in reading.claims if claim.incident in background for span in claim.evidence}
    text = "\n".join(block.text for block in blocks_of(reading.document) if block.kind == "body")
    aside = sorted(span for span in spans if not any(span in main or main in span for main in mains))
    for span in aside:
        text = text.replace(span, " ")
    return " ".join(prose(text).split(" ")[:LEDE_WORDS]), "\n".join(aside)


def _count(counted: Counter[str], words: Sequence[str], weight: float) -> None:
    for word in words:
        counted[word] += weight  # type: ignore[assignment]


def _weighed(counted: Mapping[str, float]) -> dict[str, float]:
    raw = {
        word: (1 + math.log(max(count, 0.4))) * max(rarity(word) - _EVERYDAY, 0.0) ** _RARITY_POWER
        for word, count in sorted(counted.items())
    }
    length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return {word: weight / length for word, weight in raw.items() if weight > 0}


def _most_telling(words: Mapping[str, float]) -> tuple[str, ...]:
    ranked = sorted(words, key=lambda word: (-words[word], word))
    return tuple(sorted(ranked[:KEY_WORDS]))


def _each_once(tolls: Iterable[Toll | None]) -> tuple[Toll, ...]:
    return tuple(sorted({toll for toll in tolls if toll is not None}, key=str))
