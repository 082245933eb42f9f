"""Whole sources: what the tagger took for a source, widened where it was cut inside a name or a phrase.

"Qatar Red [Crescent Society] said", "Zakaria Okello [of the Lake group] told", "a charity [and an aid worker] said". Of
a passive's source only the agent speaks: "was blamed on [Togo by Accra and Lagos]".
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from counterclaim.extract.stance_words import CueEntry
from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon.actors import actors_with_places, countries, head_entry, listed_as
from counterclaim.lexicon.words import WordEntry, entries, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from counterclaim.model import Attribution, Span
    from counterclaim.text.page import Page

#: What binds a word to the noun after it.
_BOUND = ("compound", "amod", "nmod", "nummod", "poss", "det")
_NOUNS = ("NOUN", "PROPN")
#: Words up to which a name is taken to go on.
_REACH = 6
#: Characters after "according to" within which its source begins.
_NEAR = 40


def with_whole_sources(page: Page, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, each with its source from the first to the last word of the name or phrase it stands in.

    A content that begins at a verb has the verb's subject too. What is "reportedly" done is told by nobody who is named.
    """
    return [_with_subject(page, _told_of(page, _according(page, _widened(page, a)))) for a in found]


def _according(page: Page, attribution: Attribution) -> Attribution:
    """Who follows "according to" where no comma parts it from what it says: "According to [Reuters] rebels fled"."""
    cue, source = attribution.cue, attribution.source
    first = (page.tokens(cue) or [None])[0] if cue is not None else None
    if first is None or cue is None or source is None or not 0 <= source.start - cue.end <= _NEAR:
        return attribution
    if first.lower_ not in entries("cues", "prepositions", WordEntry):
        return attribution
    named = page.document.field(cue.field)[cue.end : source.end]
    start, form, _ = next(iter(actors_with_places(named)), (0, "", None))
    rest = named[start + len(form) :]
    articled = named[:start].split()
    if not form or not rest.strip() or len(articled) > 1 or any(head_entry(word) for word in rest.split()):
        return attribution
    if not rest[0].isspace() or not rest.strip()[0].isalpha() or rest.split()[0].lower() in _no_names():
        return attribution
    begin = cue.end + start
    return msgspec.structs.replace(attribution, source=page.document.span(begin, begin + len(form), field=cue.field))


def _told_of(page: Page, attribution: Attribution) -> Attribution:
    """An attribution without a source where the tagger took who "reportedly" did it for who says so."""
    tokens = page.tokens(attribution.cue) if attribution.cue is not None else None
    if attribution.source is None or tokens is None:
        return attribution
    hearsay = any(t.lower_ in entries("cues", "adverbs", WordEntry) for t in tokens)
    speaks = any(lemma_of(t) in entries("cues", "verbs", CueEntry) for t in tokens)
    return msgspec.structs.replace(attribution, source=None) if hearsay and not speaks else attribution


def _with_subject(page: Page, attribution: Attribution) -> Attribution:
    """A content from its subject on: "[The toll] has risen to 12, the group said"."""
    content = attribution.content[0] if attribution.content else None
    tokens = page.tokens(content) if content is not None else None
    place = page.locate(content) if content is not None else None
    if content is None or tokens is None or place is None:
        return attribution
    verb = tokens.root
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < tokens.start), None)
    if subject is None or subject.right_edge.i + 1 != tokens.start or subject.pos_ == "PRON":
        return attribution
    whole = page.span(place[0], subject.left_edge.idx, place[2])
    taken = [span for span in (attribution.source, attribution.cue, *attribution.content[1:]) if span is not None]
    if any(whole.overlaps(span) for span in taken):
        return attribution
    return msgspec.structs.replace(attribution, content=(whole, *attribution.content[1:]))


def _widened(page: Page, attribution: Attribution) -> Attribution:
    source, found = attribution.source, page.parsed(attribution.source)
    if source is None or found is None:
        return attribution
    passage, tokens = found
    doc, last = tokens.doc, _last_of_name(tokens[-1])
    agent = next((t.i for t in tokens if t.dep_ == "agent" and t.head.i < tokens.start and t.i + 1 < tokens.end), None)
    first = _first_of(doc, tokens.start, last) if agent is None else agent + 1
    if (first, last) == (tokens.start, tokens.end - 1):
        return attribution
    first = _whole_word(doc, first)
    if first > 0 and first < tokens.start and doc[first - 1].dep_ == "det":
        first -= 1
    whole = page.span(passage, doc[first].idx, doc[last].idx + len(doc[last]))
    content = tuple(_before(page, span, whole) for span in attribution.content if not whole.contains(span))
    cut = attribution.cue is not None and source.end <= attribution.cue.start < whole.end
    if cut or not content or not all(any(map(str.isalnum, s.text)) and not s.overlaps(whole) for s in content):
        return attribution
    return msgspec.structs.replace(attribution, source=whole, content=content)


def _before(page: Page, content: Span, source: Span) -> Span:
    """A content without the beginning of the source's name, where the tagger took that for its end."""
    if not content.overlaps(source) or content.start >= source.start:
        return content
    kept = page.document.field(content.field)[content.start : source.start].rstrip(" ,;:")
    return msgspec.structs.replace(content, end=content.start + len(kept), text=kept)


def _first_of(doc: Doc, start: int, last: int) -> int:
    """Where the phrase begins in which a source stands."""
    first = doc[start]
    if first.dep_ == "cc" and start < last:
        joined = next((t for t in doc[start + 1 : last + 1] if t.dep_ == "conj" and t.pos_ in _NOUNS), None)
        before = joined.head if joined is not None and joined.head.i < start else None
        return _first_of_phrase(before) if before is not None and _speaks(before) else start + 1
    if first.pos_ == "ADP" and first.head.pos_ in _NOUNS and first.head.i == start - 1:
        return _first_of_phrase(first.head)
    return _first_of_name(doc, start, last)


def _first_of_phrase(head: Token) -> int:
    """The first word that without a gap belongs to a noun: "an international [charity]"."""
    first = head.i
    while (
        first > head.sent.start
        and head.doc[first - 1].head.i in range(first, head.i + 1)
        and _binds(head.doc[first - 1])
    ):
        first -= 1
    return first


def _first_of_name(doc: Doc, start: int, last: int) -> int:
    """The first capital of the name that a source begins inside of: "Syrian [Observatory]", "Doctors Without [Borders]"."""
    named = doc[start : last + 1].text
    if doc[start].pos_ == "DET" or listed_as(named) is not None or named in countries() or named.lower() in countries():
        return start  # in a list without commas, "Aleppo Russia", another name stands before it
    first = doc[last].sent.start
    while start > first and _describes(doc[start - 1], start, last):
        start -= 1
    while start > first and _goes_on(doc[start - 1], doc[start]):
        before = doc[start - 1]
        named_so = before.pos_ == "PROPN" or (before.i > first and before.pos_ in ("ADJ", "ADP"))
        if not named_so or (before.i > first and not doc[before.i - 1].whitespace_):
            break
        start -= 1
    inner = doc[start - 1] if start > first else doc[start]
    if inner.dep_ == "prep" and inner.head.i == inner.i - 1 and inner.head.pos_ == "PROPN":
        return _first_of_name(doc, _first_of_phrase(inner.head), last)  # "Network for [Human Rights]"
    return start


def _whole_word(doc: Doc, start: int) -> int:
    """The first token of a word that hyphens join: "[opposition]-affiliated"; a dash that stands alone is none."""
    if doc[start].text == "-" and doc[start].whitespace_:
        return start + 1
    while start > 0 and not doc[start - 1].whitespace_ and "-" in (doc[start].text, doc[start - 1].text):
        start -= 1
    return start


def _describes(before: Token, start: int, last: int) -> bool:
    """True for what says which or whose a noun is: "[state-run] news agency", "[Volta-]based charity"."""
    bound = before.head.i in range(start, last + 1) and before.dep_ in ("amod", "npadvmod", "punct", "poss")
    return bound and (
        before.text == "-"
        or (before.pos_ in ("ADJ", "VERB", "PROPN") and before.text[:1].islower())
        or not before.whitespace_
    )


def _last_of_name(token: Token) -> int:
    """The last word of the name that a source ends inside of: "[Navi] Pillay", "Syria [Live] Network"."""
    last = token
    while last.dep_ == "compound" and last.i < last.head.i <= last.i + _REACH:
        between = token.doc[last.i + 1 : last.head.i + 1]
        if not all(t.pos_ == "PROPN" and t.text[:1].isupper() for t in between):
            break
        last = last.head
    return last.i


def _speaks(token: Token) -> bool:
    """True for a name, and for a word for somebody who speaks."""
    return token.pos_ == "PROPN" or (token.pos_ == "NOUN" and head_entry(token.text) is not None)


def _binds(token: Token) -> bool:
    return token.dep_ in _BOUND


def _goes_on(before: Token, after: Token) -> bool:
    """True where a word with a capital, and no day, stands before a word with one."""
    return (
        before.text[:1].isupper()
        and after.text[:1].isupper()
        and bool(before.whitespace_)
        and not _is_outlet(before.text)
        and before.ent_type_ not in ("DATE", "TIME")
        and before.lower_ not in _no_names()
    )


def _is_outlet(name: str) -> bool:
    """True for who is credited before a caption or a lead without a dash."""
    actor = listed_as(name)
    return actor is not None and actor.kind in ("news_agency", "news_media", "state_media")


@lru_cache(maxsize=1)
def _no_names() -> frozenset[str]:
    """Words that a capital makes no name of: those of a sentence's opening, days and months."""
    dated = (table("dates")[section] for section in ("weekdays", "months"))
    return frozenset(entries("stopwords", "words", WordEntry)).union(
        *(section for section in dated if isinstance(section, dict))
    )
