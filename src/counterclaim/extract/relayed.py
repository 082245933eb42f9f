"""Sources that an outlet passes on in the same sentence: "citing a military source", "reported a medic as saying"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import head_entry
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.model import Attribution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.model import Span
    from counterclaim.text.page import Page


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p, re.IGNORECASE) for p in entries("relays", "patterns", WordEntry))


def with_relayed(page: Page, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions with those of relayed sources added, each inside the one of the outlet that relays it.

    What the source says is what the outlet attributes; nothing is added where the source was found already.
    """
    out = list(found)
    for passage in page.passages:
        for sentence in passage.doc.sents:
            start, text = sentence.start_char, passage.block.text[sentence.start_char : sentence.end_char]
            for pattern in _patterns():
                for match in pattern.finditer(text):
                    who = page.span(passage, start + match.start("who"), start + match.end("who"))
                    cue = page.span(passage, start + match.start("cue"), start + match.end("cue"))
                    whole = page.span(passage, start, sentence.end_char)
                    outer = _outer(out, whole)
                    known = any(a.source is not None and a.source.overlaps(who) for a in out)
                    if outer is None or known or not _speaks(match["who"]):
                        continue
                    content = tuple(s for s in outer.content if not s.overlaps(who)) or outer.content
                    out.append(Attribution(f"a{len(out) + 1}", who, cue, content, outer.manner, outer.id))
    return tuple(out)


def _outer(found: Sequence[Attribution], sentence: Span) -> Attribution | None:
    """The attribution of the sentence with the longest content, which is the outlet's."""
    here = [a for a in found if a.source is not None and a.cue is not None and a.cue.overlaps(sentence) and a.content]
    return max(here, key=lambda a: sum(s.end - s.start for s in a.content), default=None)


def _speaks(who: str) -> bool:
    """True where a phrase has a word for somebody who speaks."""
    return any(head_entry(word) is not None for word in who.split())
