"""Answers in the same sentence, which the tagger leaves out: "which Accra denied", "blames on Togo", "as did Lagos"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extract.silences import phrase_of_subject, subject_of
from counterclaim.extract.stance_words import CueEntry
from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.model import Attribution

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from counterclaim.model import Span
    from counterclaim.text.page import Page, Passage


def with_answers(page: Page, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions with those of who denies in a relative clause, and of who "did" as the one before."""
    out = list(found)
    for passage in page.passages:
        for verb in passage.doc:
            if verb.dep_ not in ("relcl", "advcl"):
                continue
            for source, cue, content in (*_answered_in_clause(page, passage, verb), *_joined(page, passage, verb, out)):
                if not any(a.source is not None and a.source.overlaps(source) for a in out):
                    out.append(Attribution(f"a{len(out) + 1}", source, cue, content, "indirect"))
    return tuple(out)


def _answered_in_clause(page: Page, passage: Passage, verb: Token) -> Iterator[tuple[Span, Span, tuple[Span, ...]]]:
    """Who denies what the clause before says, or lays it on somebody: "jets hit the camp, which Accra blames on Togo"."""
    entry = entries("cues", "verbs", CueEntry).get(lemma_of(verb)) if verb.dep_ == "relcl" else None
    which = next((c for c in verb.children if c.tag_ == "WDT" and c.dep_ == "dobj"), None)
    subject = subject_of(verb)
    answers = entry is not None and (entry.stance == "denies" or entry.accuses)
    if entry is None or not answers or which is None or subject is None or subject[-1].pos_ == "PRON":
        return
    start, end = verb.sent.start_char, which.idx
    said = page.span(passage, start, start + len(passage.block.text[start:end].rstrip(" ,")))
    after = [t for t in verb.subtree if t.i > verb.i and not t.is_punct] if entry.accuses else []
    blamed = (page.span(passage, after[0].idx, after[-1].idx + len(after[-1])),) if after else ()
    if len(said.text.split()) > 1:
        cue = page.span(passage, verb.idx, verb.idx + len(verb))
        yield phrase_of_subject(page, passage, subject), cue, (said, *blamed)


def _joined(
    page: Page, passage: Passage, verb: Token, found: Sequence[Attribution]
) -> Iterator[tuple[Span, Span, tuple[Span, ...]]]:
    """Who is said to have said the same: "Accra denied it, as did Lagos"."""
    if verb.dep_ != "advcl" or not any(c.lower_ in entries("silences", "likewise", WordEntry) for c in verb.children):
        return
    subject = subject_of(verb)
    if subject is None or lemma_of(verb) not in entries("silences", "doing", WordEntry):
        return
    first = page.span(passage, verb.head.idx, verb.head.idx + len(verb.head))
    for one in found:
        if one.cue is not None and one.source is not None and one.cue.contains(first):
            yield phrase_of_subject(page, passage, subject), one.cue, one.content
