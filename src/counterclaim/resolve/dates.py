"""Expressions of time in a report, resolved to spans of days with the anchor that gave them.

Text → finds by phrases (``date_patterns``) → readings by kind (``days``, ``periods``, ``counted_dates``). Values follow
TimeML (TIMEX3, annotation guidelines 1.2.1); days are those of the report's own calendar.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.model import WhenMention
from counterclaim.resolve import counted_dates, days, periods
from counterclaim.resolve.date_anchor import Anchor, Reading
from counterclaim.resolve.date_patterns import Find, finds_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping

    from spacy.tokens import Doc, Token

    from counterclaim.text.page import Page, Passage

_READINGS: dict[str, Callable[[Mapping[str, str], Anchor], Reading | None]] = {
    "day": days.calendar_day,
    "numeric": days.numeric_day,
    "weekday": days.weekday,
    "named_day": days.named_day,
    "holiday": days.holiday,
    "fixed": days.fixed_day,
    "lunar": days.lunar,
    "month": periods.month,
    "year": periods.year,
    "decade": periods.decade,
    "century": periods.century,
    "quarter": periods.quarter,
    "unit": periods.unit,
    "counted": counted_dates.counted,
    "adjacent": counted_dates.adjacent,
    "span": counted_dates.span,
    "duration": counted_dates.duration,
    "set": counted_dates.repeated,
    "clock": counted_dates.clock,
    "time_of_day": counted_dates.time_of_day,
    "reference": counted_dates.reference,
}
#: A day of a dateline with two digits of its year: "MERSIN, 18 FEB 90 (Agency) -- ".
_SHORT_YEAR = re.compile(r"\b(\d{1,2} [A-Z][A-Za-z]{2,8}\.? )(\d\d)(?![\d:])")
_CENTURY_TURNS = 69
#: Kinds whose direction of time is the verb's matter where no word says it.
_TENSED = ("weekday", "month", "day", "unit", "quarter", "holiday")
_DAYS = ("weekday", "day", "named_day")
#: How exactly a kind names its day, for what is counted from it.
_UNITS = {"month": "month", "year": "year", "quarter": "quarter"}


def reference_day(page: Page) -> dt.date | None:
    """The day of the report: a full date in its own dateline or stamp, else the publication date that it came with.

    An archive's field is often the day of capture; the text's own stamp beats it.
    """
    for block in page.unread:
        if block.kind == "dateline":
            glued = re.sub(r"\b(\d{1,2})((?:19|20)\d\d)\b", r"\1 \2", block.text)
            for find in finds_in(_SHORT_YEAR.sub(_full_year, glued)):
                found = _READINGS[find.kind](find.groups, Anchor(None))
                if found is not None and found.when is not None and found.when.precision == "day":
                    return found.when.first
    return page.document.published


def _full_year(match: re.Match[str]) -> str:
    """A wire's "18 FEB 90" with its century: 69 to 99 are of the last one, as POSIX reads two digits."""
    return f"{match[1].title()}{'19' if int(match[2]) >= _CENTURY_TURNS else '20'}{match[2]}"


def dates_in(page: Page) -> tuple[WhenMention, ...]:
    """The expressions of time of a page in text order, with TIMEX3 value and type, and the days they stand for."""
    published = reference_day(page)
    anchor = Anchor(published, year=_first_year(page) if published is None else None)
    out: list[WhenMention] = list(_in_datelines(page, anchor))
    for passage in page.passages:
        for find, found in _read(finds_in(passage.block.text), passage, anchor):
            span = page.span(passage, find.start, find.end)
            out.append(WhenMention(span.start, span.end, span.text, found.value, found.type, span.field, found.when))  # type: ignore[arg-type]
            anchor = _moved(anchor, find, found)
    return tuple(sorted(out, key=lambda m: (m.field != "title", m.start)))


def _first_year(page: Page) -> int | None:
    """The year of the first full date of a text."""
    finds = (find for passage in page.passages for find in finds_in(passage.block.text))
    return next((int(f.groups["y"]) for f in finds if f.kind == "day" and "m" in f.groups and "y" in f.groups), None)


def _in_datelines(page: Page, anchor: Anchor) -> Iterator[WhenMention]:
    """The dates of datelines and stamps, which are no part of what is told but stand in the text."""
    for block in page.unread:
        for find in finds_in(block.text) if block.kind == "dateline" else ():
            found = _READINGS[find.kind](find.groups, anchor)
            if found is not None:
                span = block.span(page.document, find.start, find.end)
                yield WhenMention(span.start, span.end, span.text, found.value, found.type, span.field, found.when)  # type: ignore[arg-type]


def _read(finds: list[Find], passage: Passage, start: Anchor) -> Iterator[tuple[Find, Reading]]:
    """Readings in text order, each counted from those before it; an hour and its day are one expression."""
    anchor, held = start, False
    text, starts = passage.block.text, [token.idx for token in passage.doc] if finds else []
    for find, beside in zip_longest(finds, finds[1:]):
        if held:
            held = False
            continue
        if beside is not None and find.kind == "clock" and beside.kind in _DAYS:
            held = bool(_BESIDE.fullmatch(text[find.end : beside.start]))
        named = beside if held and beside is not None else find
        ahead = named.kind in _TENSED and _looks_ahead(passage.doc, bisect_right(starts, named.start) - 1)
        found = _READINGS[named.kind](named.groups, replace(anchor, ahead=ahead))
        if found is None:
            continue
        if _SINCE.search(text[max(0, find.start - _SINCE_REACH) : find.start]) and found.when is not None:
            found = found._replace(when=found.when.open_ended())
        anchor = _moved(anchor, named, found)
        if held and found.when is not None:
            hour = counted_dates.clock(find.groups, Anchor(None, found.when.first))
            found = found if hour is None else hour._replace(when=found.when)
            named = find._replace(end=named.end)
        yield named, found


def _moved(anchor: Anchor, find: Find, found: Reading) -> Anchor:
    """The anchor after an expression: a day, a month, a quarter or a year is what the next one counts from."""
    when = found.when
    if when is None or when.first is None or find.kind in ("span", "duration"):
        return anchor
    if when.precision == "day":
        return replace(anchor, last=when.first, unit="day")
    if find.kind in _UNITS:
        return replace(anchor, last=when.first, unit=_UNITS[find.kind])
    return anchor


_BESIDE = re.compile(r",?\s+(?:on\s+)?")
_SINCE = re.compile(r"\bsince\s+(?:the\s+)?$", re.IGNORECASE)
_SINCE_REACH = 12


def _looks_ahead(doc: Doc, at: int) -> bool:
    """True where the verb above a token is in the future: "will meet on Friday", "is set to open in May"."""
    token = doc[max(0, at)]
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return _is_ahead(token)


def _is_ahead(verb: Token) -> bool:
    words = entries("dates", "future", WordEntry)
    if any(child.dep_ in ("aux", "auxpass") and child.lower_ in words for child in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.lemma_.lower() in words and any(child.lower_ == "for" for child in verb.children):
        return True
    return verb.dep_ in ("xcomp", "acomp", "advcl") and verb.tag_ == "VB" and verb.head.lemma_.lower() in words
