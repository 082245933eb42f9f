"""Pieces: the sentences of a content, and its clauses that stand beside each other, each of which may say its own."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span as Tokens

    from counterclaim.model import Span
    from counterclaim.text.page import Page


def pieces_of(page: Page, content: Sequence[Span]) -> list[Span]:
    """The spans of a content cut where a sentence begins, or a clause with a subject of its own."""
    out = []
    for span in content:
        found, tokens = page.locate(span), page.tokens(span)
        if found is None or tokens is None:
            out.append(span)
            continue
        edges = [found[1], *_cuts(tokens), found[2]]
        out += [page.span(found[0], a, b) for a, b in pairwise(edges) if a < b]
    return [span for span in out if any(map(str.isalnum, span.text))]


def _cuts(tokens: Tokens) -> list[int]:
    """Offsets in the passage at which another sentence or clause begins."""
    cuts = {t.idx for t in tokens if t.is_sent_start and t.i > tokens.start}
    for verb in tokens:
        own = any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in verb.children)
        if verb.dep_ == "conj" and own and verb.head in tokens:
            first = min((t.i for t in verb.subtree), default=verb.i)
            if first > tokens.start:
                cuts.add(verb.doc[first].idx)
    return sorted(cuts)
