"""Event mentions: the places in a report where it tells of an incident, with their roles and their reality.

A mention is a trigger word with what the parse hangs on it. What it happened to, where and when it was is attached
later, when places, dates and tolls are known; whether two mentions tell of one incident is decided in ``resolve``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from counterclaim.extract import roles
from counterclaim.extract.arms import Used, driven_by, used_in, weapons_of
from counterclaim.extract.phrases import Filler, filler_of
from counterclaim.extract.triggers import Found, lemma_of, triggers_in, weapons_in
from counterclaim.lexicon import incidents
from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from counterclaim.model import Span
    from counterclaim.text.page import Page, Passage

Reality = Literal["actual", "unreal", "generic"]


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
    possessors = [child for child in token.children if child.dep_ == "poss"]
    return EventMention(
        passage=passage.index,
        sentence=number,
        token=token.i,
        span=page.span(passage, first.idx, max(last.idx + len(last), token.idx + len(token))),
        sentence_span=page.span(passage, sentence.start_char, sentence.end_char),
        lemma=found.lemma,
        kind=found.entry.kind,
        verbal=found.verbal,
        by_speaker=_is_speakers_own([*agents, *possessors], [] if found.entry.harm else possessors),
        agents=tuple(filler_of(page, passage, t) for t in agents if t.pos_ != "PRON"),
        targets=tuple(filler_of(page, passage, t) for t in roles.targets(found) if t.pos_ != "PRON"),
        weapons=weapons_of(page, passage, token, [*driven_by(token), *(t for t, _, _ in near)]),
        weapon_kinds=tuple(w.kind for _, _, w in near if w.kind),
        reality=_reality(found),
        negated=_negated(found),
        definite=_definite(found),
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


def _ancestors(token: Token, most: int = 8) -> Iterable[Token]:
    for hops, ancestor in enumerate(token.ancestors):
        if hops >= most:
            return
        yield ancestor


def _reality(found: Found) -> Reality:
    """Planned, feared, promised or only possible things are not actual; nor is what a conditional, a question or an appeal says."""
    unreal = incidents.words_in("irrealis")
    token = found.token
    chain = [token]
    for ancestor in _ancestors(token):
        lemma = lemma_of(ancestor)
        if lemma in unreal and ancestor.pos_ in ("VERB", "NOUN", "ADJ") and not _content_of_speech(chain[-1]):
            return "actual" if _judged_by(lemma, chain[-1], found) else "unreal"
        chain.append(ancestor)
        if ancestor.pos_ in ("VERB", "AUX"):
            break
    for member in chain:
        for child in member.children:
            if child.dep_ in ("aux", "mark") and child.lower_ in unreal and not _perfect(member):
                return "unreal"
    if found.verbal and token.tag_ == "VB" and token.dep_ == "xcomp" and lemma_of(token.head) in unreal:
        return "unreal"
    if found.verbal and _is_purpose(token):
        return "unreal"
    if not found.verbal and ((token.tag_ in ("NNS", "NNPS") and _bare(token)) or _is_attribute(found)):
        return "generic"
    if token.sent[-1].text == "?" or (not found.verbal and not _definite(found) and _is_called_for(chain[-1])):
        return "generic"
    return "actual"


def _is_purpose(verb: Token) -> bool:
    """True for what is only meant to be done: "the campaign to retake the city"; not for "used rockets to hit it"."""
    return (
        verb.tag_ == "VB"
        and verb.dep_ in ("acl", "advcl", "relcl")
        and any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children)
        and lemma_of(verb.head) not in incidents.words_in("using")
    )


def _is_attribute(found: Found) -> bool:
    """True for a deed that only says of what kind something is: "an arrest order", "a kidnapping ring"."""
    token = found.token
    head = token.head
    return (
        token.dep_ == "compound"
        and found.last == token.i
        and head.pos_ == "NOUN"
        and not incidents.nouns().get(lemma_of(head))
    )


def _is_called_for(verb: Token) -> bool:
    """True for a verb that says what is to be done: "to free the hostages of a raid", "must end raids"."""
    return (
        verb.tag_ == "VB"
        and verb.dep_ != "xcomp"
        and any(c.dep_ == "aux" and c.tag_ in ("TO", "MD") for c in verb.children)
    )


def _judged_by(lemma: str, child: Token, found: Found) -> bool:
    """True for a known deed that a verb says what to think of: "called the raid a crime", not "called for a raid"."""
    return child.pos_ != "ADP" and lemma in entries("cues", "naming", WordEntry) and _definite(found)


def _content_of_speech(token: Token) -> bool:
    return token.dep_ == "ccomp"


def _perfect(verb: Token) -> bool:
    """A perfect: "may have hit" is about the past."""
    return any(child.lower_ == "have" for child in verb.children if child.dep_ == "aux")


def _bare(token: Token) -> bool:
    """A plural with nothing that makes it a certain one: no article, number, place, date or party."""
    return not any(
        c.dep_ in ("det", "nummod", "amod", "compound", "poss", "prep", "relcl", "acl") for c in token.children
    )


def _negated(found: Found) -> bool:
    """Denied by "no", "not", "never", "none" on it, on the verb that carries it, or on what it is said to have hit."""
    token = found.token
    above = (
        () if token.dep_ == "advcl" else _ancestors(token, 2)
    )  # "not seen since the town was shelled" denies no shelling
    carriers = [a for a in above if not _definite(found) or _carries(a)]
    for member in [token, *carriers]:
        for child in member.children:
            negative = child.dep_ == "neg" or child.lower_ in ("no", "none", "neither", "nobody", "never")
            if negative and (child.dep_ in ("neg", "det", "nsubj", "nsubjpass", "preconj")):
                return True
        subject = next((c for c in member.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None and any(c.lower_ in ("no", "none") for c in subject.children if c.dep_ == "det"):
            return True
        if member.pos_ == "VERB" and member is not token:
            break
    return found.verbal and any(
        part.lower_ == "no" and part.dep_ == "det"
        for child in token.children
        if child.dep_ in ("dobj", "prep")
        for part in (child.children if child.dep_ == "dobj" else (p for o in child.children for p in o.children))
    )


def _carries(token: Token) -> bool:
    """True for a verb whose negation denies the deed that is its object: "did not carry out the raid"."""
    return any(phrase.split()[0] == lemma_of(token) for phrase in incidents.words_in("light_verbs"))


def _definite(found: Found) -> bool:
    if found.verbal:
        return False
    return any(
        c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that", "these", "those", "its", "their")
        for c in found.token.children
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
    above = list(_ancestors(token, 2))
    marks = [c for c in token.children if c.dep_ == "mark"]
    if _follows_harm(token, found):
        return False
    return any(
        lemma_of(t) in words or t.lower_ in words
        for t in [*near, *above, *marks]
        if t.pos_ != "VERB" or t.dep_ == "prep"
    )
