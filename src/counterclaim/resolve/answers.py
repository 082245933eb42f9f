"""Answers: which incident words without a deed speak of, and what "denies it" denies."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extract.stance import denied_in
from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extract.stance import Judged
    from counterclaim.model import Attribution
    from counterclaim.resolve.accounts import Account
    from counterclaim.resolve.drafts import Draft
    from counterclaim.resolve.sources import ResolvedSource
    from counterclaim.text.page import Page

#: Characters from a telling within which what is said without a trigger is said of it.
_MOST_REACH = 1200
#: Characters from what is claimed within which "denies it" answers it: the sentence before.
_NEXT = 200
#: Where a word that can point stands for something or by a noun, and opens no clause.
_POINTING = ("det", "dobj", "pobj", "nsubj", "nsubjpass")


def under_discussion(attribution: Attribution, drafts: Sequence[Draft]) -> int | None:
    """The incident last told before an attribution, or the main one from its title."""
    at = attribution.content[0]
    best: tuple[int, int] | None = None
    for k, draft in enumerate(drafts):
        for telling in draft.tellings:
            gap = at.start - telling.sentence.start
            if telling.sentence.field == at.field and 0 <= gap <= _MOST_REACH and (best is None or gap < best[0]):
                best = (gap, k)
    if best is not None:
        return best[1]
    return next((k for k, d in enumerate(drafts) if d.main), None)


def points_back(page: Page, attribution: Attribution) -> bool:
    """True where words point at what was last told: "denied firing those, too", "called that claim inaccurate"."""
    known = entries("cues", "pointers", WordEntry)
    tokens = [token for span in attribution.content for token in page.tokens(span) or ()]
    return any(token.lower_ in known and token.dep_ in _POINTING for token in tokens)


def accused_at(k: int, source: ResolvedSource, drafts: Sequence[Draft], accounts: Sequence[Sequence[Account]]) -> int:
    """The incident whose hand a source denies: a main one where its side is accused, if nobody accuses it of ``k``.

    "Sudan denies that its forces are to blame", after a paragraph of background, answers what the report is about.
    """
    own = (source.side or source.name).split()[0].casefold()
    charged = [
        any(own in (a.filled.perpetrator or "").casefold() for a in told if a.judged.stance in ("asserts", "suspects"))
        for told in accounts
    ]
    if charged[k]:
        return k
    return next((j for j, draft in enumerate(drafts) if draft.main and charged[j]), k)


def answered(judged: Judged, attribution: Attribution, attributions: Sequence[Attribution]) -> Judged:
    """A bare denial with what it denies: "The ministry said fighters were inside. The charity denies it."."""
    words = re.findall(r"\w+", " ".join(span.text for span in attribution.content).lower())
    if judged.stance != "denies" or not words or not all(word in _bare() for word in words):
        return judged
    at = attribution.content[0]
    before = [
        (span.end, span.text)
        for other in attributions
        for span in other.content
        if other is not attribution and span.field == at.field and 0 <= at.start - span.end <= _NEXT
    ]
    return replace(judged, denies=denied_in(max(before)[1])) if before else judged


def _bare() -> frozenset[str]:
    return frozenset(entries("cues", "bare", WordEntry))
