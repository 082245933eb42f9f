"""Blocks: contiguous pieces of a frozen field with their cleaned words and the way back to the frozen offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from counterclaim.text.cleaning import Cleaned, cleaned
from counterclaim.text.furniture import kind_of_line, split_dateline

if TYPE_CHECKING:
    from counterclaim.model import Document, FieldName, Span

BlockKind = Literal["headline", "body", "dateline", "caption", "credit", "furniture", "correction"]

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A contiguous piece of a field: one paragraph, headline, caption, dateline or bit of furniture.

    ``text`` is what is parsed; ``origins`` gives for each of its characters the offset in the frozen field.
    """

    field: FieldName
    kind: BlockKind
    text: str
    origins: tuple[int, ...]

    def span(self, document: Document, start: int, end: int) -> Span:
        """Cleaned offsets to the frozen span of the document."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no range {start}:{end} in a block of {len(self.text)} characters")
        return document.span(self.origins[start], self.origins[end - 1] + 1, self.field)

    def local(self, span: Span) -> tuple[int, int] | None:
        """Frozen span to cleaned offsets; ``None`` where it does not begin in this block."""
        if span.field != self.field or not self.origins:
            return None
        if not self.origins[0] <= span.start <= self.origins[-1]:
            return None
        start = bisect_right(self.origins, span.start - 1)
        end = bisect_right(self.origins, span.end - 1)
        return (start, end) if start < end else None


def blocks_of(document: Document) -> tuple[Block, ...]:
    """The blocks of a document in order: its title, then each line of its text, sorted by what it is."""
    out: list[Block] = []
    if document.title.strip():
        out.append(_block("title", "headline", cleaned(document.title, 0)))
    seen: set[str] = set()
    first = True
    for match in _LINE.finditer(document.text):
        clean = cleaned(match.group(), match.start())
        if not clean.text:
            continue
        out.extend(_line_blocks(clean, document, first=first, repeated=clean.text in seen))
        seen.add(clean.text)
        first = False
    return tuple(out)


def _line_blocks(clean: Cleaned, document: Document, *, first: bool, repeated: bool) -> list[Block]:
    kind = kind_of_line(clean.text, title=document.title, first=first, repeated=repeated)
    if kind != "body":
        return [_block("text", kind, clean)]
    cut = split_dateline(clean.text, title=document.title)
    parts = []
    if cut:
        parts.append(_block("text", "dateline", clean.part(0, cut)))
    rest = clean.part(cut, len(clean.text))
    if rest.text:
        parts.append(_block("text", "body", rest))
    return parts


def _block(field: FieldName, kind: BlockKind, clean: Cleaned) -> Block:
    return Block(field, kind, clean.text, clean.origins)
