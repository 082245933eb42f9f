"""Stance and certainty: what the words of an attribution do with the incident, by cue and, over it, by content."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from counterclaim.extract.pieces import pieces_of
from counterclaim.extract.stance_words import CueEntry, PhraseEntry
from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from spacy.tokens import Token

    from counterclaim.model import Attribution, Certainty, Facet, Span, Stance
    from counterclaim.text.page import Page


@dataclass(frozen=True, slots=True)
class Judged:
    """A stance with its certainty, the facets that a denial denies, and the entries that decided."""

    stance: Stance
    certainty: Certainty
    denies: tuple[Facet, ...] = ()
    accuses: bool = False
    trace: tuple[str, ...] = ()


_ORDER = {"certain": 0, "probable": 1, "possible": 2}


@lru_cache(maxsize=8)
def _phrases(section: str) -> tuple[tuple[re.Pattern[str], PhraseEntry, str], ...]:
    found = entries("cues", section, PhraseEntry)
    return tuple((re.compile(pattern, re.IGNORECASE), entry, pattern) for pattern, entry in found.items())


def stance_of(page: Page, attribution: Attribution) -> Judged:
    """The stance of a source in one attribution: the content's own denial or silence beats the cue's default."""
    cue = _of_cue(page, attribution)
    content = " ".join(s.text for s in attribution.content)
    cue_words = attribution.cue.text if attribution.cue else ""
    whole = f"{cue_words} {content}"
    judged = _of_words(whole, cue)
    if judged.stance == "denies" and not judged.denies:
        judged = Judged("denies", judged.certainty, denied_in(content), cue.accuses, judged.trace)
    return judged


def parts_of(page: Page, attribution: Attribution) -> list[tuple[Attribution, Judged]]:
    """An attribution in the parts that take different stances, else whole: "none of ours was there, and all died".

    A part is one or more sentences, or clauses beside each other that have subjects of their own. A cue that denies or
    keeps silent does so for all that follows.
    """
    whole = stance_of(page, attribution)
    if _of_cue(page, attribution).stance not in ("asserts", "suspects"):
        return [(attribution, whole)]
    pieces = pieces_of(page, attribution.content)
    if len(pieces) < 2:
        return [(attribution, whole)]
    judged = []
    for span in pieces:
        piece = msgspec.structs.replace(attribution, content=(span,))
        judged.append((piece, stance_of(page, piece)))
    denying = [(piece, one) for piece, one in judged if one.stance == "denies"]
    rest = [(piece, one) for piece, one in judged if one.stance != "denies"]
    if not denying or not rest:
        return [(attribution, whole)]
    grouped = []
    for group in (denying, rest):
        together = msgspec.structs.replace(attribution, content=tuple(p.content[0] for p, _ in group))
        grouped.append((together, group[0][1]))
    return grouped


def stance_in(span: Span) -> Judged:
    """The stance of a piece of text in its writer's own voice: asserted, with the certainty that its hedges leave."""
    base = Judged("asserts", "certain")
    judged = _of_words(span.text, base)
    return Judged("asserts", judged.certainty, (), False, judged.trace)


def _of_cue(page: Page, attribution: Attribution) -> Judged:
    known = entries("cues", "verbs", CueEntry)
    if attribution.cue is None:
        return Judged("asserts", "certain")
    tokens = page.tokens(attribution.cue)
    lemmas = [lemma_of(t) for t in tokens] if tokens is not None else attribution.cue.text.lower().split()
    for lemma in lemmas:
        entry = known.get(lemma)
        if entry is not None and lemma not in ("say", "tell"):
            negated = any(word in ("not", "n't", "never") for word in lemmas)
            if negated and lemma == "know":
                return Judged("noncommittal", "possible", (), False, ("cue know, negated",))
            if entry.of_claims and not _of_a_claim(attribution):
                return Judged("asserts", "certain", (), False, (f"cue {lemma}, of no claim",))
            if negated and entry.stance == "denies":
                return Judged("noncommittal", "possible", (), False, (f"cue {lemma}, negated",))
            return Judged(entry.stance, entry.certainty, (), entry.accuses, (f"cue {lemma}",))
    if "denial" in lemmas:
        return Judged("denies", "certain", (), False, ("cue denial",))
    return Judged("asserts", "certain", (), False, (f"cue {' '.join(lemmas)}",))


def only_comments(page: Page, attribution: Attribution) -> bool:
    """True where a cue wishes, plans or judges: what happened is not told by it but known before."""
    known = {*entries("cues", "wishes", WordEntry), *entries("cues", "comments", WordEntry)}
    tokens = page.tokens(attribution.cue) if attribution.cue is not None else None
    return tokens is not None and any(
        lemma_of(t) in known and not _names(t) for t in tokens if t.pos_ in ("VERB", "ADJ")
    )


def only_feels(page: Page, attribution: Attribution, told: Span | None = None) -> bool:
    """True where words give feelings, sympathy or a judgement: "he was horrified by the raid", "it was barbaric".

    Args:
        page: the report.
        attribution: whose words they are.
        told: a piece of them; without one, each sentence and clause must be such.
    """
    if attribution.cue is not None and speaks_of("feelings", attribution.cue.text):
        return True
    pieces = [span for span in pieces_of(page, attribution.content) if told is None or span.overlaps(told)]
    return bool(pieces) and all(speaks_of("feelings", span.text) for span in pieces)


def _names(verb: Token) -> bool:
    """True for "called the raid a crime", which says what it was; "called for a raid" wishes one."""
    has_object = any(child.dep_ in ("dobj", "ccomp", "oprd") for child in verb.children)
    return has_object and lemma_of(verb) in entries("cues", "naming", WordEntry)


def speaks_of(section: str, words: str) -> bool:
    """True where words speak of a matter that has patterns of its own: the hand, or what one keeps silent about."""
    return any(pattern.search(words) for pattern, _, _ in _phrases(section))


def _of_a_claim(attribution: Attribution) -> bool:
    words = f"{attribution.cue.text if attribution.cue else ''} {' '.join(s.text for s in attribution.content)}".lower()
    known = entries("cues", "claims", WordEntry)
    return any(word in known or word.removesuffix("s") in known for word in re.findall(r"[a-z]+", words)[:12])


def cleared_in(words: str) -> str | None:
    """The hand that is cleared in the breath that names another: "Israel, and not the United States"."""
    for pattern in entries("cues", "contrasts", WordEntry):
        match = re.search(pattern, words)
        if match:
            return match["denied"]
    return None


def _of_words(words: str, base: Judged) -> Judged:
    stance, certainty, denies, trace = base.stance, base.certainty, base.denies, list(base.trace)
    for pattern, entry, name in _phrases("content"):
        if pattern.search(words) and entry.stance is not None:
            if stance == "denies" and entry.stance == "denies" and base.stance == "denies":
                denies = (entry.denies,) if entry.denies else ()
                break
            stance = entry.stance
            certainty = entry.certainty or certainty
            denies = (entry.denies,) if entry.denies else ()
            trace.append(f"content {name[:40]}")
            break
    if stance in ("asserts", "suspects"):
        for pattern, entry, name in _phrases("hedges"):
            if entry.certainty and _ORDER[entry.certainty] > _ORDER[certainty] and pattern.search(words):
                certainty = entry.certainty
                trace.append(f"hedge {name[:40]}")
    if stance == "asserts" and base.accuses and certainty != "certain":
        stance = "suspects"
    return Judged(stance, certainty, denies, base.accuses, tuple(trace))


def denied_in(content: str) -> tuple[Facet, ...]:
    """What a denial denies where only its cue says that it is one."""
    for pattern, entry, _ in _phrases("denied"):
        if pattern.search(content):
            return ("killed", "injured") if entry.denies == "killed" else (entry.denies or "perpetrator",)
    return ("perpetrator",)
