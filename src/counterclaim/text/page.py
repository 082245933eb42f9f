"""A document made ready for reading: blocks of its frozen text, which of them are read, and their parse."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from counterclaim.text.blocks import Block, blocks_of
from counterclaim.text.parser import vocabulary_of
from counterclaim.text.truecase import is_shouted, with_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as Tokens

    from counterclaim.model import Document, Span

READ = ("headline", "body")
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Passage:
    """A block that is read, parsed: ``doc.text`` is ``block.text``."""

    index: int
    block: Block
    doc: Doc


@dataclass(frozen=True, slots=True)
class Page:
    """One document ready for extraction; ``unread`` keeps furniture, captions, credits and datelines aside."""

    document: Document
    passages: tuple[Passage, ...]
    unread: tuple[Block, ...]
    _located: dict[Span, tuple[Passage, int, int] | None] = field(default_factory=dict, repr=False, compare=False)
    _tokens: dict[Span, Tokens | None] = field(default_factory=dict, repr=False, compare=False)

    def span(self, passage: Passage, start: int, end: int) -> Span:
        """The frozen span under a range of cleaned characters of a passage."""
        return passage.block.span(self.document, start, end)

    def locate(self, span: Span) -> tuple[Passage, int, int] | None:
        """The passage in which a frozen span begins, and its cleaned range there; ``None`` if it is not read."""
        if span not in self._located:  # every stage asks for the same few spans
            found = ((passage, passage.block.local(span)) for passage in self.passages)
            self._located[span] = next(((passage, *local) for passage, local in found if local is not None), None)
        return self._located[span]

    def tokens(self, span: Span) -> Tokens | None:
        """The parsed tokens under a frozen span, widened to whole tokens."""
        if span not in self._tokens:
            found = self.locate(span)
            self._tokens[span] = found and found[0].doc.char_span(*found[1:], alignment_mode="expand")
        return self._tokens[span]

    def parsed(self, span: Span | None) -> tuple[Passage, Tokens] | None:
        """The passage in which a frozen span begins with its tokens there; ``None`` for no span, or if it is not read."""
        found = self.locate(span) if span is not None else None
        tokens = self.tokens(span) if span is not None else None
        return (found[0], tokens) if found is not None and tokens is not None else None


def open_pages(documents: Iterable[Document], nlp: Language) -> Iterator[Page]:
    """Pages of documents in their order.

    Passages of several documents are parsed in one batch, which changes nothing in what is found.
    """
    prepared = ((document, _in_mixed_case(blocks_of(document), nlp)) for document in documents)
    queue: list[tuple[Document, tuple[Block, ...]]] = []
    for document, blocks in prepared:
        queue.append((document, blocks))
        if sum(len(found) for _, found in queue) >= _BATCH:
            yield from _parsed(queue, nlp)
            queue = []
    yield from _parsed(queue, nlp)


def _in_mixed_case(blocks: tuple[Block, ...], nlp: Language) -> tuple[Block, ...]:
    """The blocks; those of a text in capitals with the case that its words would have."""
    return with_case(blocks, vocabulary_of(nlp)) if is_shouted(blocks) else blocks


def open_page(document: Document, nlp: Language) -> Page:
    """One document as a page."""
    return next(open_pages([document], nlp))


def _parsed(queue: list[tuple[Document, tuple[Block, ...]]], nlp: Language) -> Iterator[Page]:
    reads = [(k, block) for k, (_, blocks) in enumerate(queue) for block in blocks if block.kind in READ]
    docs = nlp.pipe((block.text for _, block in reads), batch_size=_BATCH)
    passages: dict[int, list[Passage]] = {k: [] for k in range(len(queue))}
    for k, group in groupby(zip(reads, docs, strict=True), key=lambda pair: pair[0][0]):
        passages[k] = [Passage(n, block, doc) for n, ((_, block), doc) in enumerate(group)]
    for k, (document, blocks) in enumerate(queue):
        yield Page(document, tuple(passages[k]), tuple(b for b in blocks if b.kind not in READ))
