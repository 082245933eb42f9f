"""Attributions that the parse gives where the tagger finds none: somebody who keeps silent, and a source left out.

"The air force would not comment", "Israel, which has neither confirmed nor denied it", "the group, which holds the army
responsible".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from counterclaim.extract.stance_words import CueEntry
from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.model import Attribution
from counterclaim.text.sieve import forms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from counterclaim.model import Span
    from counterclaim.text.page import Page, Passage

_SUBJECTS = ("nsubj",)
#: What belongs to a verb of saying: auxiliaries, "not", adverbs.
_OF_THE_VERB = ("aux", "neg", "advmod", "preconj")
#: Parts of a subject that say more of it than who it is.
_BESIDE = ("relcl", "appos", "punct", "acl")


def with_silences(page: Page, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions with the sources that their clauses give, and with those of who keeps silent."""
    out = [_with_source(page, attribution) for attribution in found]
    for passage in page.passages:
        for verb in passage.doc:
            silence = _silence(verb)
            if silence is None:
                continue
            cue = page.span(passage, *_range(silence.cue))
            if any(a.cue is not None and a.cue.overlaps(cue) for a in out):
                continue
            source, content = (page.span(passage, *_range(part)) for part in (silence.source, silence.content))
            out.append(Attribution(f"a{len(out) + 1}", source, cue, (content,), "indirect", _around(out, cue)))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class _Silence:
    """Who keeps silent, by which words, of what."""

    source: list[Token]
    cue: list[Token]
    content: list[Token]


@lru_cache(maxsize=4)
def _words(section: str) -> frozenset[str]:
    return frozenset(entries("silences", section, WordEntry))


def refuses(words: str) -> bool:
    """True for words of somebody who keeps silent: "would not comment", "declined to say"."""
    said = set(re.findall(r"\w+", words.lower()))
    return any(said & forms_of(verb) for section in ("declining", "answering") for verb in _words(section))


def _silence(verb: Token) -> _Silence | None:
    """Somebody who declines to say, or does not comment."""
    if verb.pos_ not in ("VERB", "AUX"):
        return None
    lemma = lemma_of(verb)
    if lemma not in _words("declining") and lemma not in _words("answering"):
        return None
    subject = subject_of(verb)
    if subject is None:
        return None
    before = [t for t in verb.children if t.dep_ in _OF_THE_VERB and t.i < verb.i]
    if lemma in _words("declining"):
        asked = next((c for c in verb.children if c.dep_ == "xcomp" and lemma_of(c) in _words("saying")), None)
        return _Silence(subject, [*before, verb], list(asked.subtree)) if asked is not None else None
    negated = any(t.dep_ == "neg" for t in before)
    if lemma in _words("answering") and negated:
        return _Silence(subject, before, [verb])
    return None


def subject_of(verb: Token) -> list[Token] | None:
    """The words of who does what an active verb says; of a relative clause, of the noun that it hangs on."""
    if any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children):
        return None
    while verb.dep_ == "conj" and not any(c.dep_ in _SUBJECTS for c in verb.children):
        verb = verb.head
    subject = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
    if subject is not None and subject.tag_ in ("WDT", "WP"):
        subject = verb.head if verb.dep_ == "relcl" else None
    if subject is None:
        return None
    if subject.dep_ == "appos" and subject.head.pos_ == "PROPN":
        subject = subject.head  # "the Front, a group which" is the Front
    parts = [subject, *(t for c in subject.children if c.dep_ not in _BESIDE for t in c.subtree)]
    return sorted(parts, key=lambda t: t.i)


def _with_source(page: Page, attribution: Attribution) -> Attribution:
    """An attribution whose source was left out or is none, with who does what its verb of saying says."""
    if attribution.cue is None or not _is_missing(page, attribution.source):
        return attribution
    found = page.parsed(attribution.cue)
    if found is None:
        return attribution
    passage, tokens = found
    verb = next((t for t in tokens if t.pos_ == "VERB" and lemma_of(t) in entries("cues", "verbs", CueEntry)), None)
    subject = _speaker(verb) if verb is not None else None
    if subject is None or any(t.pos_ == "PRON" for t in subject[-1:]):
        return attribution
    source = page.span(passage, *_range(subject))
    if any(source.overlaps(span) for span in attribution.content):
        return attribution
    return msgspec.structs.replace(attribution, source=source)


def _is_missing(page: Page, source: Span | None) -> bool:
    """True without a source, and for words that are part of what stands before: "in the north", "survivors from"."""
    if source is None:
        return True
    tokens = page.tokens(source)
    if tokens is None:
        return False
    return (
        tokens[0].pos_ == "ADP"
        or tokens[-1].pos_ == "ADP"
        or (tokens.root.dep_ == "pobj" and tokens.root.head.lower_ in _words("places"))
    )


def _speaker(verb: Token) -> list[Token] | None:
    """The subject of a verb of saying; of a participle without one, that of the verb it hangs on."""
    own = any(c.dep_ in _SUBJECTS for c in verb.children)
    if verb.tag_ == "VBG" and not own and verb.dep_ in ("advcl", "acl") and verb.head.pos_ == "VERB":
        verb = verb.head
    return subject_of(verb)


def phrase_of_subject(page: Page, passage: Passage, subject: Sequence[Token]) -> Span:
    """The words of a subject in the frozen text."""
    return page.span(passage, *_range(subject))


def _range(tokens: Sequence[Token]) -> tuple[int, int]:
    return tokens[0].idx, tokens[-1].idx + len(tokens[-1])


def _around(found: Sequence[Attribution], cue: Span) -> str | None:
    """The attribution whose content holds a cue; the shortest of several."""
    holding = [
        (sum(s.end - s.start for s in a.content), a.id) for a in found if any(s.contains(cue) for s in a.content)
    ]
    return min(holding)[1] if holding else None
