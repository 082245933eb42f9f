"""Event mentions: the places in a report where it tells of an incident, with their roles and their reality.

A mention is a trigger word with what the parse hangs on it. What it happened to, where and when it was is attached
later, when places, dates and tolls are known; whether two mentions tell of one incident is decided in ``resolve``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.extract import roles
from counterclaim.extract.arms import Used, driven_by, used_in, weapons_of
from counterclaim.extract.captures import NOTHING, kind_of_capture
from counterclaim.extract.phrases import Filler, filler_of
from counterclaim.extract.reality import Reality, ancestors_of, is_definite, is_negated, reality_of
from counterclaim.extract.triggers import Found, lemma_of, triggers_in, weapons_in
from counterclaim.lexicon import incidents

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from counterclaim.model import Span
    from counterclaim.text.page import Page, Passage


@dataclass(frozen=True, slots=True)
class EventMention:
    """One trigger in one sentence.

    ``token`` is its index in the passage's parse; ``kind`` is ``""`` where only the context can tell; ``definite`` is
    true for "the attack", which points back; ``by_speaker`` where a pronoun makes the speaker the hand.
    """

    passage: int
    sentence: int
    token: int
    span: Span
    sentence_span: Span
    lemma: str
    kind: str
    verbal: bool
    agents: tuple[Filler, ...]
    by_speaker: bool
    targets: tuple[Filler, ...]
    weapons: tuple[Filler, ...]
    weapon_kinds: tuple[str, ...]
    reality: Reality
    negated: bool
    definite: bool
    anaphor: bool
    separate: bool
    harm: str


def event_mentions(page: Page) -> tuple[EventMention, ...]:
    """The event mentions of a page in text order."""
    out: list[EventMention] = []
    for passage in page.passages:
        for number, sentence in enumerate(passage.doc.sents):
            found = triggers_in(sentence)
            if found:
                used = weapons_in(sentence)
                for one in found:
                    own = [u for u in used_in(one, found, used) if not _is_of_another(u, one, found)]
                    out.append(_mention(page, passage, number, sentence, one, own))
    return tuple(out)


def _is_of_another(used: Used, found: Found, others: list[Found]) -> bool:
    """True for a weapon of a deed that is set apart from this one: "in retaliation for mortar fire"."""
    line = {used[0].i, *(t.i for t in used[0].ancestors)}
    return any(
        other is not found and other.token.i in line and other.token.i != found.token.i and _separate(other)
        for other in others
        if all(t.i != other.token.i for t in found.token.ancestors)
    )


def _mention(
    page: Page, passage: Passage, number: int, sentence: Tokens, found: Found, used: list[Used]
) -> EventMention:
    doc = passage.doc
    first, last = doc[found.first], doc[found.last]
    near = [(t, lemma, w) for t, lemma, w in used if not found.first <= t.i <= found.last]
    token = found.token
    agents = roles.agents(found)
    kind = kind_of_capture(found)
    possessors = [child for child in token.children if child.dep_ == "poss"]
    return EventMention(
        passage=passage.index,
        sentence=number,
        token=token.i,
        span=page.span(passage, first.idx, max(last.idx + len(last), token.idx + len(token))),
        sentence_span=page.span(passage, sentence.start_char, sentence.end_char),
        lemma=found.lemma,
        kind=kind if kind != NOTHING else "",
        verbal=found.verbal,
        by_speaker=_is_speakers_own([*agents, *possessors], [] if found.entry.harm else possessors),
        agents=tuple(filler_of(page, passage, t) for t in agents if t.pos_ != "PRON"),
        targets=tuple(filler_of(page, passage, t) for t in roles.targets(found) if t.pos_ != "PRON"),
        weapons=weapons_of(page, passage, token, [*driven_by(token), *(t for t, _, _ in near)]),
        weapon_kinds=tuple(w.kind for _, _, w in near if w.kind),
        reality=reality_of(found) if kind != NOTHING else "generic",
        negated=is_negated(found),
        definite=is_definite(found),
        anaphor=found.entry.anaphor,
        separate=_separate(found),
        harm=found.entry.harm,
    )


def _is_speakers_own(agents: list[Token], possessors: list[Token]) -> bool:
    """True where a pronoun makes who speaks the hand: "we hit the depot", "said it had struck", "its own raid"."""
    speakers = incidents.words_in("speaker_pronouns")
    return any(t.lower_ in speakers or _is_told(t) for t in agents) or any(t.tag_ == "PRP$" for t in possessors)


def _is_told(pronoun: Token) -> bool:
    """True for "they" as the subject of what is said: "the rebels said they had shelled the town"."""
    return (
        pronoun.lower_ in incidents.words_in("third_person")
        and pronoun.dep_ == "nsubj"
        and pronoun.head.dep_ == "ccomp"
        and pronoun.i > pronoun.head.head.i
    )


def _follows_harm(token: Token, found: Found) -> bool:
    """True for the deed that did the harm told before it: "48 dead after a bomb exploded", "killed after a strike"."""
    if found.entry.harm:
        return False
    governor = token.head.head if token.dep_ in ("pobj", "pcomp") else token.head
    above = (
        [governor, governor.head] if governor.dep_ == "advcl" else [governor]
    )  # "killed when houses fell after a hit"
    harms = (incidents.verbs().get(lemma_of(t)) or incidents.nouns().get(lemma_of(t)) for t in above)
    return token.dep_ in ("advcl", "pobj", "pcomp") and any(entry is not None and entry.harm for entry in harms)


def _before_an_hour(preposition: Token) -> bool:
    """True for "before dawn" and "after Friday's prayers": no other deed stands there."""
    return preposition.dep_ == "prep" and not any(
        lemma_of(t) in incidents.nouns() or lemma_of(t) in incidents.verbs() for t in preposition.subtree
    )


def _separate(found: Found) -> bool:
    """True where a word sets it apart from the rest of the sentence: "in retaliation for the raid", "a similar raid"."""
    words = incidents.words_in("separators")
    token = found.token
    near = [c for c in token.children if c.dep_ in ("amod", "det", "prep") and not _before_an_hour(c)]
    above = list(ancestors_of(token, 2))
    marks = [c for c in token.children if c.dep_ == "mark"]
    if _follows_harm(token, found):
        return False
    return any(
        lemma_of(t) in words or t.lower_ in words
        for t in [*near, *above, *marks]
        if t.pos_ != "VERB" or t.dep_ == "prep"
    )
