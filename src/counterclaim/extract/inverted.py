"""Inverted attributions: who speaks after the verb, where the tagger took what is told for who tells it.

"The dead were pupils, said [two teachers]", "The road was cut, reported [Volta News]".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from counterclaim.extract.stance_words import CueEntry
from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon.actors import head_entry, listed_as, listed_in
from counterclaim.lexicon.words import entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc, Token

    from counterclaim.model import Attribution, Span
    from counterclaim.text.page import Page

#: What a phrase of who speaks is made of.
_PHRASE = ("DET", "ADJ", "NUM", "NOUN", "PROPN")
_NOUNS = ("NOUN", "PROPN")
_FINITE = ("VBD", "VBZ", "VBP")
#: Characters of marks and spaces between a source and its verb.
_GAP = 3


def with_inverted(page: Page, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, each with the speaker after its verb where what stands before it speaks not.

    What was taken for the source goes to the content, which then ends before the verb.
    """
    return [_turned(page, attribution) for attribution in found]


def _turned(page: Page, attribution: Attribution) -> Attribution:
    source, cue = attribution.source, attribution.cue
    told = page.tokens(source) if source is not None else None
    found = page.parsed(cue)
    if source is None or cue is None or told is None or found is None:
        return attribution
    passage, verb = found
    if not 0 <= cue.start - source.end <= _GAP or lemma_of(verb[-1]) not in entries("cues", "verbs", CueEntry):
        return attribution
    speaker = _speaker_after(verb.doc, verb.end)
    if speaker is None or _speaks(told):
        return attribution
    who = page.span(passage, *speaker)
    if not _is_clause(told) and not _precedes(attribution, source):
        return attribution
    return msgspec.structs.replace(attribution, source=who, content=_whole(page, attribution, source))


def _precedes(attribution: Attribution, source: Span) -> bool:
    """True where all of what is told stands before its source."""
    return all(span.field == source.field and span.end <= source.start for span in attribution.content)


def _whole(page: Page, attribution: Attribution, told: Span) -> tuple[Span, ...]:
    """What is told up to the verb, with what was taken for its source, and without what follows on who speaks."""
    start = min((span.start for span in attribution.content if span.end <= told.start), default=told.start)
    return (page.document.span(start, told.end, field=told.field),)


def _speaker_after(doc: Doc, start: int) -> tuple[int, int] | None:
    """The phrase right after a verb that names somebody who speaks."""
    end = start
    while end < len(doc) and doc[end].pos_ in _PHRASE and doc[end].sent == doc[start - 1].sent:
        end += 1
    while end > start and doc[end - 1].pos_ not in _NOUNS:
        end -= 1
    if end == start:
        return None
    named = doc[start:end]
    known = head_entry(doc[end - 1].text) is not None or listed_as(named.text) is not None
    return (named.start_char, named.end_char) if known or all(t.pos_ == "PROPN" for t in named) else None


def _is_clause(told: Iterable[Token]) -> bool:
    """True for what has a finite verb of its own: "the dead were pupils"."""
    return any(t.tag_ in _FINITE and t.dep_ not in ("relcl", "acl", "aux", "auxpass") for t in told)


def _speaks(told: Iterable[Token]) -> bool:
    """True for a name, a pronoun or a word for somebody who speaks, that is no clause of its own."""
    if _is_clause(told):
        return False
    words = [t for t in told if t.pos_ in (*_NOUNS, "PRON")]
    return (
        not words
        or all(t.pos_ != "NOUN" for t in words)
        or any(head_entry(t.text) is not None for t in words)
        or listed_in(" ".join(t.text for t in told)) is not None
    )
