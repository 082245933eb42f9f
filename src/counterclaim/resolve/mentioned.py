"""Mentioned: those whom a report names as doing something, who can be meant by a pronoun or description further on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import capitals, countries, listed_in
from counterclaim.resolve.names import head_of, without_article, without_opening

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from counterclaim.model import Attribution
    from counterclaim.resolve.names import Names
    from counterclaim.text.page import Page

SUBJECTS = ("nsubj", "nsubjpass")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Somebody named or described in the report: where, by what name, with what head, and whether a person."""

    field: str
    start: int
    name: str
    head: str
    person: bool


def acting_in(page: Page, attributions: Sequence[Attribution], names: Names) -> list[Mentioned]:
    """Named subjects outside of reported content who are no sources themselves."""
    out: list[Mentioned] = []
    content = [span for a in attributions for span in (*a.content, *((a.source,) if a.source else ()))]
    for passage in page.passages:
        for token in passage.doc:
            if token.dep_ not in SUBJECTS or token.pos_ not in ("PROPN", "NOUN"):
                continue
            span = page.span(passage, token.idx, token.idx + len(token))
            if any(c.contains(span) for c in content):
                continue
            name = without_opening(phrase_of(token))
            called = next((c for c in token.children if c.dep_ == "appos" and c.ent_type_ == "PERSON"), token)
            person = called.ent_type_ == "PERSON" and listed_in(name) is None
            if called is not token and person:
                name = f"{phrase_of(called)}, {name}"
            elif token.pos_ == "PROPN" and (full := names.longer(name)) is not None:
                person, name = person or names.is_person(full), full
            if person or listed_in(name) is not None or name.lower() in capitals() or name in countries():
                out.append(Mentioned(span.field, span.start, name, head_of(name), person))
    return out


def phrase_of(token: Token) -> str:
    """The words of a noun with what stands before it."""
    left = [t for t in token.subtree if t.i <= token.i]
    words = left[0].doc[left[0].i : token.i + 1].text
    return without_article(words)
