"""Presence: the people of whom words without a deed say that they were in a place, or that harm came to them or not.

"Militants had been hiding in the hospital" says of a raid whom it was meant for, "no patient was hurt" whom it spared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extract.phrases import Filler, filler_of
from counterclaim.extract.syntax import children_in, core, objects_of
from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon.actors import listed_in
from counterclaim.lexicon.incidents import words_in

if TYPE_CHECKING:
    from spacy.tokens import Token

    from counterclaim.model import Span
    from counterclaim.text.page import Page, Passage

_SUBJECTS = ("nsubj", "nsubjpass")


def present_in(page: Page, span: Span) -> tuple[Filler, str] | None:
    """Those who fight that a span puts into a place, and the words that say which: "in the hospital".

    Args:
        page: the parsed report.
        span: a piece of it, such as the content of an attribution.
    """
    found = page.parsed(span)
    if found is None:
        return None
    passage, tokens = found
    for verb in tokens:
        if lemma_of(verb) not in words_in("presence") or verb.pos_ not in ("VERB", "AUX"):
            continue
        for subject in _who(verb):
            where = _where(verb, subject)
            if where is not None and _can_fight(page, passage, subject):
                return filler_of(page, passage, subject), where
    return None


def spared_in(page: Page, span: Span) -> Filler | None:
    """Those of whom a span says that harm came to them: "that any doctor, patient or civilian was hurt"."""
    found = page.parsed(span)
    if found is None:
        return None
    passage, tokens = found
    for verb in tokens:
        if lemma_of(verb) in words_in("harming") and verb.tag_ in ("VBN", "VBD"):
            subject = next(iter(children_in(verb, "nsubjpass", "nsubj")), None)
            if subject is not None and core(subject).pos_ == "NOUN":
                return filler_of(page, passage, subject)
    return None


def _who(verb: Token) -> list[Token]:
    """The subjects of a verb; what "there" stands for in "there were militants"."""
    if children_in(verb, "expl"):
        return children_in(verb, "attr", "dobj")
    return children_in(verb, *_SUBJECTS)


def _where(verb: Token, subject: Token) -> str | None:
    """The words for a place beside a verb of being there; ``""`` for "there", ``None`` where it has none."""
    present = [c for c in verb.children if c.dep_ in ("acomp", "advmod") and lemma_of(c) in words_in("thereabouts")]
    for preposition in (c for above in (verb, *present, subject) for c in children_in(above, "prep")):
        if preposition.lower_ in words_in("indoors"):
            held = next(objects_of(preposition), None)
            if held is not None and held.ent_type_ not in ("DATE", "TIME"):
                left = held.left_edge.i
                return str(held.doc[preposition.i : preposition.i + 1].text + " " + held.doc[left : held.i + 1].text)
    return "" if present else None


def _can_fight(page: Page, passage: Passage, subject: Token) -> bool:
    filler = filler_of(page, passage, subject)
    actor = listed_in(filler.text)
    return filler.head in words_in("combatants") or (actor is not None and actor.kind == "armed_group")
