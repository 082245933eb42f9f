"""Several who speak as one: "both Damascus and Iraq's Joint Operations Command" are two sources."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from counterclaim.extract.syntax import coordinated
from counterclaim.lexicon.actors import head_entry, listed_as
from counterclaim.resolve.names import without_article
from counterclaim.resolve.speaker import is_state, kind_of, side_of

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from counterclaim.model import Span
    from counterclaim.resolve.names import Names
    from counterclaim.text.page import Page

_AND = re.compile(r",?\s+and\s+|,\s+")
_BOTH = re.compile(r"^both\s+|\s+both$", re.IGNORECASE)
#: Kinds of source that are bodies of a party where they have a side and are no person.
_BODIES = ("government", "military", "police", "armed_group", "state_media")


_HANDLE = re.compile(r"(?<!\w)@\w+")


def speakers_together(page: Page, source: Span, names: Names) -> tuple[str, ...]:
    """All whom a source phrase joins, each by its own words: "a monitor and an aid worker"; none where it is one."""
    handles = tuple(_HANDLE.findall(source.text))
    if len(handles) > 1:
        return handles
    parties = parties_together(source.text, names)
    tokens = page.tokens(source)
    if parties or tokens is None:
        return parties
    heads = [head for head in (tokens.root, *coordinated(tokens.root)) if tokens.start <= head.i < tokens.end]
    if len(heads) < 2:
        return ()
    starts = [tokens.start, *(max(head.left_edge.i, before.i + 1) for before, head in pairwise(heads)), tokens.end]
    phrases = [_trimmed(tokens.doc[a:b]) for a, b in pairwise(starts) if a < b]
    if len(phrases) != len(heads) or not all(map(_speaks_itself, phrases, heads, [names] * len(heads))):
        return ()
    return tuple(h.text if h.pos_ == "PROPN" and is_state(h.text) else p for p, h in zip(phrases, heads, strict=True))


def _trimmed(tokens: Tokens) -> str:
    """The words of one of several speakers without what joins it to the next."""
    end = tokens.end
    while end > tokens.start and (tokens.doc[end - 1].dep_ == "cc" or tokens.doc[end - 1].is_punct):
        end -= 1
    return without_article(tokens.doc[tokens.start : end].text)


def _speaks_itself(phrase: str, head: Token, names: Names) -> bool:
    """True for a name, and for a phrase that is whole: "an aid worker", "rescuers"; not for "military" and officials."""
    if head.pos_ == "PROPN" and (listed_as(phrase) or is_state(head.text) or names.is_person(phrase)):
        return True
    if head_entry(head.text) is None:
        return False
    whole = head.tag_ in ("NNS", "NNPS") or any(c.dep_ in ("det", "nummod", "poss") for c in head.children)
    return whole or any(word[:1].isupper() for word in phrase.split()[1:])


def parties_together(text: str, names: Names) -> tuple[str, ...]:
    """The parties and bodies that a source phrase joins by "and", each by itself; none where one of them is no party.

    A comma alone joins nothing: "a faction, the Lake Brigade" is one.
    """
    if " and " not in text:
        return ()
    said = [without_article(part) for part in _AND.split(_BOTH.sub("", text))]
    parts = tuple(part if _is_party(part, names) else names.body_called(part) or part for part in said)
    return parts if len(parts) > 1 and all(_is_party(part, names) for part in parts) else ()


def _is_party(name: str, names: Names) -> bool:
    """True for "Damascus", "Syria's military", "Iraq's Joint Operations Command"; not for a person or "residents"."""
    if listed_as(name) or is_state(name):
        return True
    kind, named = kind_of(name)
    return named and kind in _BODIES and side_of(name, kind) is not None and not names.is_person(name)
