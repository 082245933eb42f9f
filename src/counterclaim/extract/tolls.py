"""Tolls: how many people are said to have been killed or injured, as ranges with the words that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from counterclaim.extract.counted import counts_something_else, harm_is_active
from counterclaim.extract.named_dead import kin_dead, named_dead
from counterclaim.extract.quantities import is_vague, quantity
from counterclaim.extract.toll_phrases import (
    HARMS,
    VAGUE,
    Harm,
    Searched,
    context,
    phrases,
    pointed_to,
    tells_of_harm,
    unnumbered,
)
from counterclaim.extract.toll_sums import added_after, added_before
from counterclaim.lexicon.codebook import Codebook, codebook
from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.model import Span, Toll
    from counterclaim.text.page import Page, Passage


@dataclass(frozen=True, slots=True)
class TollMention:
    """One number of people harmed: where it stands, what it says, of whom, and whether it is part of a larger one.

    ``vague`` is a word like "dozens", which a codebook makes a number; ``cumulative`` a running total of a war; ``updated`` one that replaces an earlier one ("raised its toll to 52");
    ``singly`` counts persons who are told of one by one ("Omar was killed", "a girl was killed", "he and his two
    sons"), who may be some of many.
    """

    passage: int
    span: Span
    kind: Harm
    range: Toll
    group: str | None
    part_of: bool
    cumulative: bool
    updated: bool
    start: int
    end: int
    singly: bool = False
    vague: bool = False


def tolls_in(page: Page, rules: Codebook | None = None) -> tuple[TollMention, ...]:
    """The tolls of a page in text order.

    Args:
        page: the report.
        rules: what vague words mean; the reading guide's own where none is given.
    """
    chosen = rules or codebook()
    out: list[TollMention] = []
    for passage in page.passages:
        for sentence in passage.doc.sents:
            text = sentence.text
            if tells_of_harm(text):
                reading = _Sentence(page, passage, sentence.start_char, text, chosen)
                out.extend(reading.tolls())
    return tuple(sorted(out, key=lambda t: (t.passage, t.start)))


@dataclass(slots=True)
class _Sentence:
    """One sentence while its tolls are read; ``taken`` are the ranges that already count somebody."""

    page: Page
    passage: Passage
    offset: int
    text: str
    rules: Codebook
    taken: dict[Harm, list[tuple[int, int]]] = field(default_factory=lambda: {harm: [] for harm in HARMS})

    def tolls(self) -> Iterator[TollMention]:
        """Relatives who died together, what is counted, harm without a number, and persons that are only named."""
        kin = kin_dead(self.text, self.rules)
        if kin is not None:
            self.taken["killed"].append((kin.start, kin.end))
            yield self._mention(kin.start, kin.end, "killed", kin.toll, None, singly=True)
        sentence = Searched(self.text)
        for phrase in phrases():
            position, harm = 0, phrase.harm
            while match := phrase.search(sentence, position):
                a, b = match.span("n" if match.groupdict().get("n") else "plural")
                position = b
                if not self._counts(match, a, b, harm):
                    continue
                position = match.end()
                yield from self._counted(match, a, b, harm)
        yield from self._unnumbered()
        yield from self._named()

    def _counts(self, match: re.Match[str], a: int, b: int, harm: Harm) -> bool:
        """False where the number is taken, counts something else, or those counted did the killing."""
        groups = match.groupdict()
        group = (groups.get("group") or groups.get("plural") or "").strip() or None
        if any(a < y and x < b for x, y in self.taken[harm]) or context("uncounted_before").search(self.text[:a]):
            return False
        if groups.get("plural") and self._is_mention(match, a, b):
            return False
        between = groups.get("group") is not None and match.end("group") < match.end()
        after = group or self.text[match.end() : match.end() + 40]
        return not (
            counts_something_else(self.text, a, b, group, after, between=between) or harm_is_active(self.text, match)
        )

    def _is_mention(self, match: re.Match[str], a: int, b: int) -> bool:
        """True where "people killed" names the dead without telling that anybody died: "pictures of people killed".

        Headlines leave "were" out; so do "others", which stand beside a first group: "two dead and others wounded".
        """
        if self.passage.block.kind == "headline" or self.text[a:b].lower() == "others":
            return False
        if b == match.end():
            return bool(
                context("participle").match(match.group())
                and context("named_before").search(self.text[: match.start()])
            )
        return not (
            context("finite").search(self.text[b : match.end()]) or context("told_before").search(self.text[:a])
        )

    def _counted(self, match: re.Match[str], a: int, b: int, harm: Harm) -> Iterator[TollMention]:
        groups = match.groupdict()
        words = groups.get("n")
        found = quantity(words, self.rules) if words else self.rules.range_of("plural")
        if found is None or (found == (0, 0) and context("unknown").search(self.text[a : match.end()])):
            return
        first, last = a, b
        if words:
            found, last = added_after(self.text, b, found, self.rules)
            if not any(y >= a - _AND and x < a for x, y in self.taken["killed"] if harm == "injured"):
                found, first = added_before(self.text, a, found, self.rules)
        part = bool(context("part_before").search(self.text[:first]) or context("part_after").match(self.text[last:]))
        part = part and not context("others").match(self.text[last:])
        group = (groups.get("group") or groups.get("plural") or "").strip() or None
        known = any(context("known_before").search(self.text[:at]) for at in {first, first if words else match.start()})
        if (known and not words) or (part and found in VAGUE):
            return
        if part and not (found[0] or 0) > 1:
            known = True  # "one of the victims was a girl" is told singly
        article = (words or "").lower() in ("a", "an") and (first, last) == (a, b)
        singly = article or known or bool(group and context("relatives").match(group))
        self.taken[harm].append((min(first, match.start()), max(last, match.end())))
        loose = bool(words) and not re.search(r"\d", words or "") and found[1] != found[0]
        shared = _AND_INJURED.match(self.text, match.end()) if loose and harm == "killed" else None
        if shared is not None and shared["or"]:
            found = (1, None)  # how many of "hundreds killed or wounded" died is not said
        yield self._mention(first, last, harm, found, group, part=part, singly=singly, vague=is_vague(words))
        if shared is not None:
            self.taken["injured"].append((first, shared.end()))
            yield self._mention(first, last, "injured", found, group, part=part, vague=is_vague(words))

    def _unnumbered(self) -> Iterator[TollMention]:
        for section in ("nobody", "unspecified"):
            found = (0, 0) if section == "nobody" else self.rules.range_of("unspecified")
            for match in (m for pattern in unnumbered(section) for m in pattern.finditer(self.text)):
                if found is None or self._is_unsaid(match, section):
                    continue
                said = {key for key, value in match.groupdict().items() if value}
                for harm, word in zip(HARMS, ("dead", "hurt"), strict=True):
                    if said & {"both", word} and not self.taken[harm]:
                        self.taken[harm].append(match.span())
                        yield self._mention(match.start(), match.end(), harm, found, None)

    def _is_unsaid(self, match: re.Match[str], section: str) -> bool:
        """True where harm is asked after, or those "killed and injured" are only pointed to."""
        before = self.text[: match.start()]
        if section == "unspecified" and (context("uncounted_before").search(before) or pointed_to().search(before)):
            return True
        return context("unknown").search(self.text[: match.end()]) is not None

    def _named(self) -> Iterator[TollMention]:
        if self.taken["killed"]:
            return
        for named in named_dead(self.passage, self.offset, self.offset + len(self.text)):
            start, end = named.start - self.offset, named.end - self.offset
            yield self._mention(start, end, "killed", named.toll, None, singly=True)

    def _mention(
        self,
        start: int,
        end: int,
        harm: Harm,
        found: Toll,
        group: str | None,
        *,
        part: bool = False,
        singly: bool = False,
        vague: bool = False,
    ) -> TollMention:
        span = self.page.span(self.passage, self.offset + start, self.offset + end)
        return TollMention(
            self.passage.index,
            span,
            harm,
            found,
            group,
            part,
            _is_of_a_war(found) or any(p.search(self.text) for p in _running()),
            bool(context("updated").search(self.text[:start])),
            self.offset + start,
            self.offset + end,
            singly,
            vague,
        )


def _is_of_a_war(toll: Toll) -> bool:
    """True for more than one incident kills or injures: "more than 470,000"."""
    return (toll[0] or 0) > _MOST_OF_ONE


@cache
def _running() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p, re.IGNORECASE) for p in entries("tolls", "running", WordEntry))


#: No incident of our development sets has more; deadlier ones are rare in UCDP GED since 1989 (Rwanda, April 1994).
_MOST_OF_ONE = 10_000
#: Room for ", and" between the dead and the injured: "10 martyrs and dozens wounded" are two tolls.
_AND = 6
_AND_INJURED = re.compile(r"\s+(?:and|(?P<or>or|and/or))\s+(?:wounded|injured|hurt)\b", re.IGNORECASE)
