"""Tellings: the event mentions of one sentence and one voice, with the places, dates and tolls that go with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterclaim.lexicon.incidents import EXPLOSIVE, TERRITORY
from counterclaim.model import Span
from counterclaim.resolve.anchors import dates_the_words, governor_of, is_located, told_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from counterclaim.extract.events import EventMention
    from counterclaim.extract.tolls import TollMention
    from counterclaim.model import Attribution, Place, PlaceMention, WhenMention
    from counterclaim.text.page import Page


#: Words from which on a headline is known again in the text.
_HEADLINE = 4


@dataclass(slots=True)
class Telling:
    """One voice on one thing in one sentence; ``order`` is its place in the report.

    ``places`` are where it is said to have been; ``named`` are places that only stand in the sentence; ``dates`` are
    when it is said to have been, ``spoken`` when it was said.
    """

    order: tuple[int, int, int]
    title: bool
    sentence: Span
    attribution: Attribution | None
    mentions: list[EventMention]
    places: list[Place] = field(default_factory=list)
    named: list[Place] = field(default_factory=list)
    dates: list[WhenMention] = field(default_factory=list)
    spoken: list[WhenMention] = field(default_factory=list)
    tolls: list[TollMention] = field(default_factory=list)

    @property
    def actual(self) -> bool:
        """True where it tells of something that is said to have happened, or is denied to have."""
        return any(m.reality == "actual" for m in self.mentions)

    @property
    def definite(self) -> bool:
        """True where every mention points back: "the raid", "the incident"."""
        return all(m.definite or m.anaphor for m in self.mentions)

    @property
    def negated(self) -> bool:
        """True where its first mention is denied."""
        return bool(self.mentions) and self.mentions[0].negated


def innermost(attributions: Sequence[Attribution], span: Span) -> Attribution | None:
    """The smallest attribution whose content holds a span; of two as small the one inside the other."""
    holding = [
        (sum(s.end - s.start for s in a.content), a.parent is None, k)
        for k, a in enumerate(attributions)
        if any(s.contains(span) for s in a.content)
    ]
    return attributions[min(holding)[2]] if holding else None


def tellings_of(
    page: Page,
    attributions: Sequence[Attribution],
    mentions: Sequence[EventMention],
    places: Sequence[PlaceMention],
    dates: Sequence[WhenMention],
    tolls: Sequence[TollMention],
) -> list[Telling]:
    """The tellings of a report in text order, each place, date and toll given to the nearest in its sentence."""
    groups: dict[tuple[int, int, str, int, bool], Telling] = {}
    repeated = _headline_in(page)
    struck = {(m.passage, m.sentence) for m in mentions if m.kind in EXPLOSIVE}
    apart = told_apart(page, mentions, dates)
    for mention in mentions:
        voice = innermost(attributions, mention.span)
        part = mention.token if mention.separate and not mention.anaphor else -1
        if part == -1:
            part = apart.get((mention.passage, mention.token), -1)
        if part == -1 and mention.kind in TERRITORY and (mention.passage, mention.sentence) in struck:
            part = -2
        headline = mention.span.field == "title" or any(span.contains(mention.span) for span in repeated)
        key = (mention.passage, mention.sentence, voice.id if voice else "", part, headline)
        if key not in groups:
            order = (0 if mention.span.field == "title" else 1, mention.passage, mention.span.start)
            groups[key] = Telling(order, headline, mention.sentence_span, voice, [])
        groups[key].mentions.append(mention)
    tellings = sorted(groups.values(), key=lambda t: t.order)
    there = [(p, Span(p.start, p.end, p.text, p.field)) for p in places if p.place is not None]
    then = [(d, Span(d.start, d.end, d.text, d.field)) for d in dates if d.when is not None]
    spoken = [dates_the_words(page, span, attributions) for _, span in then]
    speakers = [a.source for a in attributions if a.source is not None]
    located = [is_located(page, p, span) and not any(s.contains(span) for s in speakers) for p, span in there]
    _give(page, tellings, (t for t, yes in zip(there, located, strict=True) if yes), attributions, "places")
    _give(page, tellings, (t for t, yes in zip(there, located, strict=True) if not yes), attributions, "named")
    _give(
        page,
        tellings,
        ((d, span) for (d, span), yes in zip(then, spoken, strict=True) if not yes),
        attributions,
        "dates",
    )
    _give(
        page, tellings, ((d, span) for (d, span), yes in zip(then, spoken, strict=True) if yes), attributions, "spoken"
    )
    _give(page, tellings, ((t, t.span) for t in tolls if not t.cumulative), attributions, "tolls")
    _share(tellings)
    running = [t.span for t in tolls if t.cumulative]
    return [t for t in tellings if not any(t.sentence.contains(span) for span in running)]


def _headline_in(page: Page) -> list[Span]:
    """Where the text repeats its headline, as archives run it together with the first sentence."""
    words = re.findall(r"\w+", page.document.title)
    if len(words) < _HEADLINE:
        return []
    pattern = re.compile(r"\W+".join(map(re.escape, words)), re.IGNORECASE)
    return [page.document.span(m.start(), m.end()) for m in pattern.finditer(page.document.text)]


def _share(tellings: list[Telling]) -> None:
    """What took place in one breath shares place and day: "bombed the hill on Sunday, letting rebels overrun it"."""
    for one in tellings:
        for other in tellings:
            if other is not one and other.sentence == one.sentence and other.attribution is one.attribution:
                if any(m.separate for m in (*one.mentions, *other.mentions)):
                    continue
                one.places = one.places or list(other.places)
                one.dates = one.dates or list(other.dates)
                one.spoken = one.spoken or list(other.spoken)


def _give(
    page: Page,
    tellings: list[Telling],
    things: Iterable[tuple[object, Span]],
    attributions: Sequence[Attribution],
    to: str,
) -> None:
    for thing, span in things:
        near = [t for t in tellings if t.sentence.overlaps(span)]
        if not near:
            continue
        voice = innermost(attributions, span)
        same = [t for t in near if t.attribution is voice] or near
        if to == "tolls" and not any(t.attribution is voice for t in near) and voice is not None:
            continue
        best = min(same, key=lambda t: _distance(t, span))
        if to in ("dates", "places") and len(same) > 1:
            governor = governor_of(page, span, [m for t in same for m in t.mentions])
            best = next((t for t in same if governor in t.mentions), best)
        value = getattr(thing, "place", thing) if to in ("places", "named") else thing
        getattr(best, to).append(value)


def _distance(telling: Telling, span: Span) -> int:
    """Characters between a thing and the nearest trigger; what comes before its trigger is a little further."""
    gaps = []
    for mention in telling.mentions:
        after = span.start - mention.span.end
        gaps.append(after if after >= 0 else max(0, mention.span.start - span.end) + 15)
    return min(gaps)
