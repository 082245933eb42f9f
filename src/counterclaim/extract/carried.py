"""Carries contents on over paragraphs, and trims their edges; the tagger itself reads one paragraph at a time.

Two forms carry on over paragraphs: a quotation that a paragraph leaves open, which newspapers open anew in each paragraph and close in
the last; and a statement given whole after a paragraph that ends in "the minister said:". Inside a paragraph a content goes
back to the mark that opens its quotation.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extract.nesting import Range, TaggedAttribution

_PARAGRAPH = re.compile(r"[^\n]+")
_OPENS = ('"', "“", "«", "‘")
#: Characters of a quotation up to which what stands before a content is taken for its beginning.
_LONGEST_QUOTE = 1000
_EDGE = " \t\n\r ,;:–—-"


def carried_on(text: str, found: Sequence[TaggedAttribution]) -> list[TaggedAttribution]:
    """The finds with contents carried on and edges trimmed; a find without any content is left out."""
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text) if match.group().strip()]
    out = []
    for one in found:
        begun = _begun(text, one.content, paragraphs, [r for other in found for r in (*other.cue, *other.source)])
        content = _trimmed(text, (*begun, *_continuation(text, one, paragraphs)))
        source = tuple(r for r in _stripped(text, one.source) if any(map(str.isalnum, text[r[0] : r[1]])))
        if content:
            out.append(replace(one, content=content, source=source))
    return out


def _begun(text: str, content: Sequence[Range], paragraphs: Sequence[Range], taken: Sequence[Range]) -> Sequence[Range]:
    """A content from the mark that opens its quotation on: "Two died. One lives," she said is hers from "Two" on."""
    if not content or not content[0][0] < content[0][1]:
        return content
    start, end = content[0]
    paragraph = next((p for p in paragraphs if p[0] <= start < p[1]), None)
    if paragraph is None or text[start:end].lstrip().startswith(_OPENS):
        return content
    before = text[paragraph[0] : start]
    if not _left_open(before):
        return content
    opening = paragraph[0] + max(before.rfind('"'), before.rfind("“"))
    if start - opening > _LONGEST_QUOTE or any(opening < e and s < start for s, e in taken):
        return content
    return ((opening, end), *content[1:])


def _continuation(text: str, one: TaggedAttribution, paragraphs: Sequence[Range]) -> list[Range]:
    end = max(one.cue[-1][1], one.content[-1][1] if one.content else 0)
    here = next((k for k, (start, stop) in enumerate(paragraphs) if start < end <= stop), len(paragraphs))
    following = paragraphs[here + 1 :]
    if not following:
        return []
    rest = text[end : paragraphs[here][1]].strip()
    if not one.content:
        return (
            _statement(text, following) if rest in ("", ":") and text[: paragraphs[here][1]].rstrip()[-1] == ":" else []
        )
    if rest.strip('.!?…"”»’ '):
        return []
    return _quotation(text, paragraphs[here], following)


def _statement(text: str, following: Sequence[Range]) -> list[Range]:
    """A quotation after a colon up to its end; without marks, all paragraphs up to the next that introduces one."""
    first = text[slice(*following[0])].strip()
    if first.startswith(_OPENS):
        return [following[0], *_quotation(text, following[0], following[1:])]
    out = []
    for start, end in following:
        if text[start:end].rstrip().endswith(":"):
            break
        out.append((start, end))
    return out


def _quotation(text: str, paragraph: Range, following: Sequence[Range]) -> list[Range]:
    """Further paragraphs of a quotation: each opens with a mark while the one before left its own open."""
    out = []
    for start, end in following:
        if not _left_open(text[slice(*paragraph)]) or not text[start:end].lstrip().startswith(_OPENS):
            break
        out.append((start, end))
        paragraph = (start, end)
    return out


def _left_open(paragraph: str) -> bool:
    curly = paragraph.count("“") - paragraph.count("”")
    return curly > 0 or (curly == 0 and paragraph.count('"') % 2 == 1)


@lru_cache(maxsize=1)
def _openers() -> re.Pattern[str]:
    words = "|".join(map(re.escape, entries("relays", "openers", WordEntry)))
    return re.compile(rf"(?:{words})\s+(?=\w)", re.IGNORECASE)


def _trimmed(text: str, ranges: Sequence[Range]) -> tuple[Range, ...]:
    """Ranges without edges of white space and commas, without an opening "that", and without those of marks alone."""
    out = [r for r in _stripped(text, ranges) if any(map(str.isalnum, text[r[0] : r[1]]))]
    if out:
        start, end = out[0]
        opener = _openers().match(text, start, end)
        out[0] = (opener.end() if opener else start, end)
    return tuple(out)


def _stripped(text: str, ranges: Sequence[Range]) -> list[Range]:
    out = []
    for start, end in ranges:
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        if start < end:
            out.append((start, end))
    return out
