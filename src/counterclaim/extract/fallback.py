"""Attributions by plain rules over the parse: the fall-back where no tagger is given, and what it is measured against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extract.stance_words import CueEntry
from counterclaim.extract.tagger import TaggedAttribution
from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon.words import entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Token

    from counterclaim.text.page import Passage


def plain_attributions(passages: Sequence[Passage], starts: Sequence[int]) -> list[TaggedAttribution]:
    """Attributions with a verb of saying that has a subject and a clause, and those with "according to"."""
    out: list[TaggedAttribution] = []
    for passage, start in zip(passages, starts, strict=True):
        for sentence in passage.doc.sents:
            for token in sentence:
                found = _by_verb(token) or _according_to(token)
                if found is not None:
                    source, cue, content = found
                    out.append(
                        TaggedAttribution(_range(source, start), _range(cue, start), _range(content, start), 1.0)
                    )
    return out


def _by_verb(token: Token) -> tuple[list[Token], list[Token], list[Token]] | None:
    if token.pos_ != "VERB" or lemma_of(token) not in entries("cues", "verbs", CueEntry):
        return None
    subjects = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
    clauses = [c for c in token.children if c.dep_ in ("ccomp", "xcomp", "dobj", "parataxis", "pcomp")]
    if not subjects or not clauses:
        return None
    content = [t for t in clauses[0].subtree if not (t.dep_ == "mark" and t.lower_ == "that")]
    return list(subjects[0].subtree), [token], content


def _according_to(token: Token) -> tuple[list[Token], list[Token], list[Token]] | None:
    if token.lower_ != "according":
        return None
    to = next((c for c in token.children if c.lower_ == "to"), None)
    source = [t for c in (to.children if to is not None else ()) for t in c.subtree]
    taken = {t.i for t in token.subtree}
    content = [t for t in token.sent if t.i not in taken]
    return (source, [token], content) if source and content else None


def _range(tokens: Iterable[Token], offset: int) -> tuple[tuple[int, int], ...]:
    ordered = sorted(tokens, key=lambda t: t.i)
    while ordered and (ordered[0].is_punct or ordered[0].is_space):
        ordered.pop(0)
    while ordered and (ordered[-1].is_punct or ordered[-1].is_space):
        ordered.pop()
    if not ordered:
        return ()
    return ((offset + ordered[0].idx, offset + ordered[-1].idx + len(ordered[-1])),)
