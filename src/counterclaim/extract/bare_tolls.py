"""Bare tolls: numbers that somebody is said to have given, whose dead or injured were spoken of just before.

"The toll is in dispute. Accra says 40, the Observatory raised its number to at least 60."
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from counterclaim.extract.quantities import quantity
from counterclaim.extract.toll_phrases import compiled, context
from counterclaim.extract.tolls import TollMention
from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from counterclaim.lexicon.codebook import Codebook
    from counterclaim.model import Attribution, Span
    from counterclaim.text.page import Page

#: Characters back to a word of death or injury within which a bare number counts the dead or the injured.
_REACH = 1500


def bare_tolls(
    page: Page, attributions: Sequence[Attribution], tolls: Sequence[TollMention], rules: Codebook
) -> Iterator[TollMention]:
    """The tolls that are the whole content of an attribution, of the harm that was counted last before.

    Args:
        page: the report.
        attributions: who says what in it.
        tolls: those that say themselves what they count.
        rules: what vague words mean.
    """
    for attribution in attributions:
        for span in attribution.content:
            number = _number(span)
            counted = [t for t in tolls if t.span.field == span.field and 0 <= span.start - t.span.end <= _REACH]
            place = page.locate(span)
            found = quantity(number, rules) if number else None
            if found is None or not counted or place is None or any(t.span.overlaps(span) for t in tolls):
                continue
            words = f"{attribution.cue.text if attribution.cue else ''} {span.text}"
            updated = bool(context("updated").search(words))
            kind = max(counted, key=lambda t: t.span.end).kind
            yield TollMention(
                place[0].index, span, kind, found, None, part_of=False, cumulative=False,
                updated=updated, start=place[1], end=place[2],
            )  # fmt: skip


def _number(span: Span) -> str | None:
    match = next((m for pattern in _patterns() if (m := pattern.fullmatch(span.text.strip()))), None)
    return match["n"] if match else None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(compiled(phrase) for phrase in entries("toll_phrases", "bare", WordEntry))
