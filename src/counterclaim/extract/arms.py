"""Arms: the weapons that a piece of a report names, whether or not it tells of a deed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extract.events import Filler, filler_of
from counterclaim.extract.triggers import lemma_of, weapons_in
from counterclaim.lexicon.incidents import words_in

if TYPE_CHECKING:
    from counterclaim.model import Span
    from counterclaim.text.page import Page


def arms_in(page: Page, span: Span, *, used: bool = False) -> tuple[Filler, ...]:
    """The weapons that a span names, in text order: "Israeli rockets", "two F-16s".

    Args:
        page: the parsed report.
        span: a piece of it, such as the content of an attribution.
        used: only what somebody is said to use: "denied using chemical weapons".
    """
    found, tokens = page.locate(span), page.tokens(span)
    if found is None or tokens is None:
        return ()
    heads = [head for head, _, _ in weapons_in(tokens)]
    whole = [head for head in heads if not (head.dep_ == "compound" and head.head in heads)]
    kept = [head for head in whole if not used or lemma_of(head.head) in words_in("using")]
    return tuple(filler_of(page, found[0], head, weapon=True) for head in kept)
