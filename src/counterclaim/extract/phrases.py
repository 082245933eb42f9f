"""Fillers: a phrase of the report in the role of a trigger, with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.extract.syntax import coordinated, core, phrase
from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon import incidents

if TYPE_CHECKING:
    from spacy.tokens import Token

    from counterclaim.model import Span
    from counterclaim.text.page import Page, Passage


@dataclass(frozen=True, slots=True)
class Filler:
    """A phrase in a role: its span, its words without article, and its head's lemma.

    ``reach`` is the number of steps in the parse between it and its trigger; ``beside`` are the heads' phrases that
    are coordinated with it: "a school and two clinics".
    """

    span: Span
    text: str
    head: str
    reach: int = 0
    beside: tuple[str, ...] = ()


def filler_of(page: Page, passage: Passage, head: Token, reach: int = 0, *, weapon: bool = False) -> Filler:
    """The phrase around a head; of a weapon only weapons stand beside it."""
    head = core(head)
    start, end = _extent(head)
    others = (other for other in coordinated(head) if not weapon or lemma_of(other) in incidents.weapons())
    beside = tuple(passage.block.text[slice(*_extent(other))] for other in others)
    return Filler(page.span(passage, start, end), passage.block.text[start:end], lemma_of(head), reach, beside)


def _extent(head: Token) -> tuple[int, int]:
    words = phrase(head)
    return words[0].idx, words[-1].idx + len(words[-1])
