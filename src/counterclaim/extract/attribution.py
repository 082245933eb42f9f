"""Attributions of a page: the tagger's finds brought back to the frozen text, with manner and nesting."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from counterclaim.extract.answering import with_answers
from counterclaim.extract.bare_sources import with_bare_sources
from counterclaim.extract.fallback import plain_attributions
from counterclaim.extract.inverted import with_inverted
from counterclaim.extract.nesting import SAME_CONTENT, nested
from counterclaim.extract.punctuated import credited_attributions, headline_attributions
from counterclaim.extract.relayed import with_relayed
from counterclaim.extract.silences import with_silences
from counterclaim.extract.whole_sources import with_whole_sources
from counterclaim.model import Attribution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extract.tagger import Range, TaggedAttribution, Tagger
    from counterclaim.model import Manner, Span
    from counterclaim.text.page import Page, Passage

_OPENING = '"“„«'
_QUOTES = '"“”„«»'


def attributions_in(page: Page, tagger: Tagger | None) -> tuple[Attribution, ...]:
    """The attributions of a page, title first; ids ``a1`` onwards.

    Those that the tagger finds come in text order; sources that an outlet passes on, found by pattern, come after.

    Args:
        page: the report.
        tagger: the trained tagger; without one, plain rules over the parse find the commonest forms. A title in which
            it finds nothing is read by its colon or dash.
    """
    found: list[tuple[TaggedAttribution, _Joined]] = []
    offsets: list[int] = []
    for name in ("title", "text"):
        joined = _Joined(page, [p for p in page.passages if p.block.field == name])
        tagged = tagger.find([joined.text])[0] if tagger else plain_attributions(joined.passages, joined.starts)
        if name == "title" and not tagged:
            tagged = headline_attributions(joined.text)
        if name == "text":
            tagged = _with_credits(joined.text, tagged)
        offsets += [len(found)] * len(tagged)
        found += [(a, joined) for a in tagged]
    out: list[Attribution] = []
    for k, (tagged_one, joined) in enumerate(found):
        content = joined.spans(tagged_one.content)
        source, cue = joined.longest(tagged_one.source), joined.longest(tagged_one.cue)
        parent = None if tagged_one.parent is None else f"a{tagged_one.parent + offsets[k] + 1}"
        out.append(Attribution(f"a{k + 1}", source, cue, content, _manner(content), parent))
    named = with_bare_sources(page, with_whole_sources(page, with_inverted(page, out)))
    return with_relayed(page, with_answers(page, with_silences(page, named)))


def _with_credits(text: str, found: list[TaggedAttribution]) -> list[TaggedAttribution]:
    """The finds with quotations that only a dash or colon credits, which no cue of a find touches."""
    cues = [r for one in found for r in one.cue]
    more = [a for a in credited_attributions(text) if not any(s < a.cue[0][1] and a.cue[0][0] < e for s, e in cues)]
    return nested(text, [*found, *more], SAME_CONTENT) if more else found


class _Joined:
    """The read passages of one field as one text, and the way back."""

    def __init__(self, page: Page, passages: Sequence[Passage]) -> None:
        self.page, self.passages = page, passages
        self.starts: list[int] = []
        position = 0
        for passage in passages:
            self.starts.append(position)
            position += len(passage.block.text) + 1
        self.text = "\n".join(p.block.text for p in passages)

    def spans(self, ranges: Sequence[Range]) -> tuple[Span, ...]:
        """The frozen spans of ranges, cut where a passage ends."""
        out = []
        for start, end in ranges:
            k = bisect_right(self.starts, start) - 1
            while k < len(self.passages) and self.starts[k] < end:
                passage = self.passages[k]
                a = max(0, start - self.starts[k])
                b = min(len(passage.block.text), end - self.starts[k])
                if a < b:
                    out.append(self.page.span(passage, a, b))
                k += 1
        return tuple(out)

    def longest(self, ranges: Sequence[Range]) -> Span | None:
        """The frozen span of the longest range: a source or cue in pieces is shown by its main piece."""
        found = self.spans(ranges)
        return max(found, key=lambda s: (s.end - s.start, -s.start)) if found else None


def _manner(content: Sequence[Span]) -> Manner:
    """Direct where all of it stands in quotation marks, mixed where some of it does (PARC 3.0 guidelines)."""
    words = " ".join(s.text for s in content).strip()
    if not any(q in words for q in _QUOTES):
        return "indirect"
    inner = words.strip(_QUOTES + ".,;:!? ")
    if words[0] in _OPENING and not any(q in inner for q in _QUOTES):
        return "direct"
    return "mixed"
