"""Bare sources: what the tagger took for a source, without what a lost comma or bracket joined to it.

Some archives drop commas: "shells fell near Tamale [the charity] said". The tagger then takes the end of what is told
for the beginning of who tells it. What stands before such a source is the object of a preposition, or a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from counterclaim.extract.stance_words import CueEntry
from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon.actors import head_entry, listed_as, titles
from counterclaim.lexicon.words import entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from counterclaim.model import Attribution, Span
    from counterclaim.text.page import Page

_BRACKETS = {")": "(", "]": "["}
_NOUNS = ("NOUN", "PROPN")
#: What a phrase cannot end with.
_OPEN_ENDS = ("DET", "ADP", "CCONJ", "SCONJ")
_DASHES = ("-", "–", "—")
#: Characters between a content and its source where no comma stands.
_GAP = 2


def with_bare_sources(page: Page, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, each with its source from the first to the last word of who speaks.

    What is cut off before it goes to the content that it ended.
    """
    return [_bared(page, attribution) for attribution in found]


def _bared(page: Page, attribution: Attribution) -> Attribution:
    source, found = attribution.source, page.parsed(attribution.source)
    if source is None or found is None:
        return attribution
    passage, tokens = found
    doc, end = tokens.doc, _end(tokens.doc, tokens.start, tokens.end)
    start = _start(page, attribution, doc, _after_bracket(doc, tokens.start, end), end)
    if (start, end) == (tokens.start, tokens.end) or start >= end:
        return attribution
    bare = page.span(passage, doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
    content = tuple(_up_to(page, span, source, bare) for span in attribution.content)
    return msgspec.structs.replace(attribution, source=bare, content=content)


def _up_to(page: Page, content: Span, source: Span, bare: Span) -> Span:
    """A content that ended where the source began, with what was cut from that."""
    if content.field != source.field or not 0 <= source.start - content.end <= _GAP or bare.start <= source.start:
        return content
    whole = page.document.field(content.field)[content.start : bare.start].rstrip()
    return msgspec.structs.replace(content, end=content.start + len(whole), text=whole)


def _after_bracket(doc: Doc, start: int, end: int) -> int:
    """Where a source goes on after a bracket at its beginning or opened before it: "(AFP) [Residents]"."""
    for k in range(end - 1, start - 1, -1):
        opening = _BRACKETS.get(doc[k].text)
        if opening is not None and all(doc[i].text != opening for i in range(start + 1, k)):
            return k + 1 if k + 1 < end else start
    return start


def _end(doc: Doc, start: int, end: int) -> int:
    """Where a source ends: before a verb of saying ("the monitor [told AFP]"), and never with an article or preposition."""
    for k in range(start + 1, end):
        says = doc[k].pos_ == "VERB" and lemma_of(doc[k]) in entries("cues", "verbs", CueEntry)
        if says and doc[k - 1].pos_ in _NOUNS and doc[k].dep_ not in ("amod", "acl", "relcl"):
            end = k
            break
    while end - 1 > start and _stays_open(doc[end - 1]):
        end -= 1
    return end


def _stays_open(token: Token) -> bool:
    return token.pos_ in _OPEN_ENDS or token.text in _BRACKETS.values() or token.text in _DASHES


def _start(page: Page, attribution: Attribution, doc: Doc, start: int, end: int) -> int:
    """Where who speaks begins, where what stands before is the end of what is told."""
    dated = doc[start].ent_type_ in ("DATE", "TIME")
    if not dated and not _is_object(page, attribution, doc[start]):
        return start
    for k in range(start + 1, end):
        if doc[k - 1].pos_ not in _NOUNS and not (dated and k == start + 1):
            continue
        named = listed_as(doc[k:end].text) is not None and doc[k - 1].lower_ not in titles()
        if named and head_entry(doc[k - 1].text) is None:
            return k
        if (doc[k].pos_ == "DET" or (dated and doc[k].ent_type_ == "")) and _names_speaker(doc, k, end):
            return k
    return start


def _names_speaker(doc: Doc, start: int, end: int) -> bool:
    return any(head_entry(token.text) is not None for token in doc[start:end])


def _is_object(page: Page, attribution: Attribution, first: Token) -> bool:
    """True where a preposition inside the content governs the word with which a source begins: "near [Tamale ...]"."""
    before = first.i - 1
    while before > first.sent.start and first.doc[before].pos_ in ("DET", "ADJ"):
        before -= 1
    if before < first.sent.start or first.doc[before].pos_ != "ADP":
        return False
    told = (page.tokens(span) for span in attribution.content)
    return any(tokens.doc is first.doc and tokens.start <= before < tokens.end for tokens in told if tokens is not None)
