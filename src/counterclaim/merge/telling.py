"""An incident as one report tells it, in the form that the merge compares."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.merge.words import headline_of, names_in, prose, rarity, site_of, words_in
from counterclaim.text.blocks import blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterclaim.model import Claim, Incident, Reading

#: News tells the incident at its top; what follows is background. Words after this are not compared.
LEDE_WORDS = 450
#: The words by which a telling is looked up; two tellings meet where they share two of them.
KEY_WORDS = 16
#: Weight of a word of the title, of the text, of a sentence that carries one of the incident's claims, and of one that
#: carries another incident's.
_TITLE, _TEXT, _EVIDENCE, _ASIDE = 2.0, 1.0, 2.0, 0.2
#: So many reports are kept as they are compared: a report is held against those of its days again and again, and cleaning
#: and weighing its words takes ten times as long as reading it from the ledger. At 20 kB each this is 40 MB.
REMEMBERED = 2048
#: Words this common or commoner ("the", "said") tell nothing.
_EVERYDAY = 0.5
#: Rare words tell more than in proportion: measured, 1.5 beat 1 and 2.
_RARITY_POWER = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """One report's incident with its claims, and the words it is told in.

    ``id`` is the incident's, or the report's where no incident was recognised in it and the whole report stands for
    what it tells. ``words`` maps each word to its weight, scaled to length 1; ``keys`` are the most telling of them.
    ``headline`` holds the words of the report's title, of a main telling.
    """

    id: str
    document: str
    outlet: str | None
    published: dt.date | None
    main: bool
    incident: Incident | None
    claims: tuple[Claim, ...]
    words: Mapping[str, float]
    names: frozenset[str]
    keys: tuple[str, ...]
    headline: tuple[str, ...]

    @property
    def age_rank(self) -> tuple[bool, dt.date, str, str]:
        """Orders tellings from the oldest: by day of publication, then by the ids of report and incident."""
        return (self.published is None, self.published or dt.date.min, self.document, self.id)


@lru_cache(maxsize=REMEMBERED)
def tellings_of(reading: Reading) -> tuple[Telling, ...]:
    """What one report tells: its incidents, or the report as a whole where no main incident was recognised."""
    mains = [incident for incident in reading.incidents if incident.main]
    out = [_told(reading, incident, alone=incident.main and len(mains) == 1) for incident in reading.incidents]
    if not mains:
        out.append(_told(reading, None, alone=True))
    return tuple(out)


def tellings_in(readings: Iterable[Reading]) -> tuple[Telling, ...]:
    """All tellings of all reports, in the order of their ids; a report that comes twice is taken once."""
    unique = {reading.document.id: reading for reading in readings}
    every = (telling for _, reading in sorted(unique.items()) for telling in tellings_of(reading))
    return tuple(sorted(every, key=lambda telling: telling.id))


def _told(reading: Reading, incident: Incident | None, *, alone: bool) -> Telling:
    document = reading.document
    claims = tuple(c for c in reading.claims if incident is not None and c.incident == incident.id)
    evidence = "\n".join(dict.fromkeys(span.text for claim in claims for span in claim.evidence))
    title = headline_of(document.title)
    counted: Counter[str] = Counter()
    read = evidence
    if alone or (incident is not None and incident.main):
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
    return Telling(
        id=document.id if incident is None else incident.id,
        document=document.id,
        outlet=document.outlet or site_of(document.url),
        published=document.published,
        main=incident is None or incident.main,
        incident=incident,
        claims=claims,
        words=words,
        names=names_in(read),
        keys=_keys(words),
        headline=tuple(sorted(set(words_in(title)))) if incident is None or incident.main else (),
    )


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


def _keys(words: Mapping[str, float]) -> tuple[str, ...]:
    ranked = sorted(words, key=lambda word: (-words[word], word))
    return tuple(sorted(ranked[:KEY_WORDS]))
