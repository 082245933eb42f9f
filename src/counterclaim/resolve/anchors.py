"""Anchors: what the places and dates of a sentence hang on, and which of its deeds a day of their own sets apart."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon.actors import countries_in
from counterclaim.lexicon.incidents import nouns, verbs, words_of
from counterclaim.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extract.events import EventMention
    from counterclaim.model import Attribution, PlaceMention, When, WhenMention
    from counterclaim.text.page import Page


def dates_the_words(page: Page, span: Span, attributions: Sequence[Attribution]) -> bool:
    """True where a date says when somebody spoke, not when it happened: "said on Sunday that ..."."""
    tokens = page.tokens(span)
    if tokens is None:
        return False
    governor = tokens.root
    while (
        governor.dep_ in ("pobj", "prep", "npadvmod", "compound", "nmod", "tmod", "advmod")
        and governor.head.i != governor.i
    ):
        governor = governor.head
    passage = next((p for p in page.passages if p.doc is governor.doc), None)
    if passage is None or governor.pos_ not in ("VERB", "AUX"):
        return False
    verb = page.span(passage, governor.idx, governor.idx + len(governor))
    return any(
        a.cue is not None and a.cue.overlaps(verb) and not any(s.contains(span) for s in a.content)
        for a in attributions
    )


def is_located(page: Page, mention: PlaceMention, span: Span) -> bool:
    """True where the grammar puts something there: after a preposition, as what is hit, as a name of an event.

    "Moscow said", "Baghdad's army" and "the Paris-based group" put nothing there.
    """
    if mention.place is not None and mention.place.detail:
        return True
    tokens = page.tokens(span)
    if tokens is None:
        return False
    root = tokens.root
    for _ in range(4):
        if (
            root.dep_ in ("compound", "conj", "appos", "nmod", "amod")
            and root.head.i != root.i
            and root.head.pos_ in ("NOUN", "PROPN")
        ):
            if root.dep_ in ("compound", "nmod", "amod") and root.head.lower_ in words_of("bodies"):
                return False
            root = root.head
        else:
            break
    after = page.document.field(span.field)[span.end : span.end + 6]
    if after.startswith("-"):
        return False
    if root.dep_ == "pobj":
        bearer = root.head.head
        home = root.head.lower_ == "of" and (bearer.ent_type_ == "PERSON" or bearer.pos_ == "NUM")
        return root.head.lower_ in words_of("where") and not home  # "Jan Roe, 42, of Dayton, died in Kabul"
    if root is not tokens.root and tokens.root.dep_ in ("compound", "nmod", "amod", "poss") and countries_in(span.text):
        return False  # "a US strike", "Israel's raid": the hand, not the place
    if root.dep_ in ("dobj", "nsubjpass"):
        return lemma_of(root.head) in verbs()
    return root.dep_ in ("npadvmod", "attr", "ROOT", "oprd", "dep") or (
        root.dep_ in ("nsubj", "poss") and lemma_of(root) in nouns()
    )


def governor_of(page: Page, span: Span, mentions: Sequence[EventMention]) -> EventMention | None:
    """The mention that a phrase hangs on in the parse: the nearest above it."""
    tokens = page.tokens(span)
    if tokens is None:
        return None
    here = {m.token: m for m in mentions if m.sentence_span.overlaps(span)}
    return next((here[a.i] for a in tokens.root.ancestors if a.i in here), None)


def told_apart(
    page: Page, mentions: Sequence[EventMention], dates: Sequence[WhenMention]
) -> dict[tuple[int, int], int]:
    """Deeds of one sentence with days that cannot be one: each mention, by passage and token, to the token it goes with.

    "In August a gas attack killed dozens, and the year before 49 died in a massacre" tells of two things.
    """
    own: dict[tuple[int, int], dict[int, When]] = defaultdict(dict)
    tokens_of: dict[tuple[int, int], set[int]] = defaultdict(set)
    for mention in mentions:
        tokens_of[mention.passage, mention.sentence].add(mention.token)
    for date in dates:
        if date.when is None or date.when.first is None:
            continue
        governor = governor_of(page, Span(date.start, date.end, date.text, date.field), mentions)
        if governor is not None:
            own[governor.passage, governor.sentence].setdefault(governor.token, date.when)
    out: dict[tuple[int, int], int] = {}
    for (passage, sentence), days in own.items():
        if not any(_apart(a, b) for a in days.values() for b in days.values()):
            continue
        doc = page.passages[passage].doc
        for token in tokens_of[passage, sentence]:
            above = [token, *(a.i for a in doc[token].ancestors)]
            near = next((i for i in above if i in days), None)
            out[passage, token] = min(days, key=lambda i, t=token: abs(i - t)) if near is None else near  # type: ignore[misc]
    return out


def _apart(a: When, b: When) -> bool:
    if a.first is None or b.first is None:
        return False
    return a.first > (b.last or a.first) or b.first > (a.last or b.first)
