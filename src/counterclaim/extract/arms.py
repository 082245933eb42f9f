"""Arms: the weapons that a deed, or a piece of a report that tells of no deed, names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extract.phrases import Filler, filler_of
from counterclaim.extract.syntax import steps_between
from counterclaim.extract.triggers import Found, lemma_of, weapons_in
from counterclaim.lexicon.incidents import nouns, weapons, words_in

if TYPE_CHECKING:
    from spacy.tokens import Token

    from counterclaim.lexicon.incidents import Weapon
    from counterclaim.model import Span
    from counterclaim.text.page import Page, Passage

#: A weapon named: its governing token, its lemma, its entry.
Used = tuple["Token", str, "Weapon"]


def used_in(found: Found, others: list[Found], used: list[Used]) -> list[Used]:
    """The weapons of a sentence without those that the name of another, unrelated deed holds.

    In "a gas attack killed dozens, and a bombing killed 49" the bombing was not with gas.
    """
    line = {found.token.i, *(t.i for t in found.token.ancestors)}
    foreign = [
        other
        for other in others
        if other is not found
        and other.token.i not in line
        and all(t.i != found.token.i for t in other.token.ancestors)
        and other.first < other.last
    ]
    return [u for u in used if is_used(u) and not any(other.first <= u[0].i <= other.last for other in foreign)]


def is_used(used: Used) -> bool:
    """False for what only says of what kind something else is, and for what carried people: "tank trucks", "flown by helicopter"."""
    token, _, weapon = used
    if token.dep_ in ("compound", "nmod") and token.head.pos_ == "NOUN" and token.head.i == token.i + 1:
        head = lemma_of(token.head)
        return head in nouns() or head in weapons() or head in words_in("of_arms")
    carried = token.dep_ == "pobj" and token.head.dep_ in ("prep", "agent") and token.head.head.pos_ == "VERB"
    verb = token.head.head if carried else token.head
    return not (weapon.platform and token.dep_ in ("pobj", "dobj") and lemma_of(verb) in words_in("carrying"))


def weapons_of(page: Page, passage: Passage, trigger: Token, heads: list[Token]) -> tuple[Filler, ...]:
    """The weapons of a sentence, the nearest to the trigger in the parse first; "rocket shells" are one."""
    whole = [t for t in heads if not (t.dep_ == "compound" and t.head in heads)]
    near = sorted(whole, key=lambda t: steps_between(trigger, t))
    return tuple(filler_of(page, passage, t, steps_between(trigger, t), weapon=True) for t in near)


def driven_by(trigger: Token) -> list[Token]:
    """The vehicle that a verb drives into somebody: "rammed a truck into the gate"."""
    if lemma_of(trigger) not in words_in("driving"):
        return []
    driven = [c for c in trigger.children if c.dep_ in ("dobj", "nsubj", "nsubjpass")]
    return [c for c in driven if lemma_of(c) in words_in("vehicles")]


def arms_in(page: Page, span: Span, *, used: bool = False) -> tuple[Filler, ...]:
    """The weapons that a span names, in text order: "Israeli rockets", "two F-16s".

    Args:
        page: the parsed report.
        span: a piece of it, such as the content of an attribution.
        used: only what somebody is said to use: "denied using chemical weapons".
    """
    found = page.parsed(span)
    if found is None:
        return ()
    passage, tokens = found
    heads = [one[0] for one in weapons_in(tokens) if is_used(one)]
    whole = [head for head in heads if not (head.dep_ == "compound" and head.head in heads)]
    kept = [head for head in whole if not used or lemma_of(head.head) in words_in("using")]
    return tuple(filler_of(page, passage, head, weapon=True) for head in kept)
