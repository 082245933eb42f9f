from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from counterclaim.lexicon.words import entries
from counterclaim.resolve.date_patterns import PhraseEntry
from counterclaim.resolve.dates import dates_in, reference_day
from tests.pages import cases, page_of


@pytest.mark.parametrize("case", cases("dates/days"), ids=lambda c: c["text"][:40])
def test_dates_resolve_to_spans_of_days(case: dict[str, Any]) -> None:
    """An expression of time stands for the days that a reader of that day would count."""
    page = page_of(case["text"].replace("[", "").replace("]", ""))
    found = [m for m in dates_in(page) if m.when is not None]
    if not case["days"]:
        assert found == []
        return
    first, last = (dt.date.fromisoformat(day) for day in case["days"])
    assert [(m.when.first, m.when.last) for m in found if m.when] == [(first, last)]
    assert found[0].text.lower() == case["text"].split("[")[1].split("]")[0].lower()


def test_the_text_s_own_stamp_beats_the_field() -> None:
    """An archive's field is often the day of capture; the report's own stamp is the day that counts."""
    page = page_of(
        "Posted on August 3 2016 The army shelled the town on Monday, residents said.", published=dt.date(2017, 5, 1)
    )
    assert reference_day(page) == dt.date(2016, 8, 3)


def test_a_wire_s_dateline_gives_the_day() -> None:
    """Old wires write the day with two digits of its year, before the source and notes in brackets."""
    page = page_of("MERSIN (TURKEY), 3 FEB 90 (DESERT WIRE) -- [REPORT] [TEXT] A bomb killed two men yesterday.")
    assert reference_day(page) == dt.date(1990, 2, 3)
    assert page.passages[-1].block.text == "A bomb killed two men yesterday."
    assert reference_day(page_of("ADEN, 3 FEB 17 -- A bomb killed two men.")) == dt.date(2017, 2, 3)


@pytest.mark.parametrize("case", cases("dates/timex"), ids=lambda c: c["text"][:50])
def test_expressions_have_the_extent_and_value_of_timeml(case: dict[str, Any]) -> None:
    """An expression of time begins and ends where TimeML has it, with the value that its guidelines give."""
    day = case.get("published", "2018-06-18")
    text = case["text"].replace("[", "").replace("]", "")
    found = dates_in(page_of(text, published=dt.date.fromisoformat(day) if day else None))
    wanted = re.findall(r"\[(.*?)\]", case["text"])
    assert [(m.text, m.value) for m in found] == list(zip(wanted, case["values"], strict=True))
    if "types" in case:
        assert [m.type for m in found] == case["types"]
    assert all(text[m.start : m.end] == m.text for m in found)


def test_every_phrase_reads_its_example() -> None:
    """A phrase of the word file finds the bracketed words of the sentence beside it, with their value."""
    missed = []
    for phrase, entry in entries("date_phrases", "phrases", PhraseEntry).items():
        found = dates_in(page_of(entry.example.replace("[", "").replace("]", "")))
        wanted = (entry.example.split("[")[1].split("]")[0], entry.value)
        if wanted not in [(m.text, m.value) for m in found]:
            missed.append(phrase)
    assert missed == []


def test_since_leaves_the_end_open() -> None:
    """A state that holds since a day has begun there and has no end."""
    (found,) = dates_in(page_of("They have held the hill since 4 May 2016."))
    assert found.when is not None
    assert (found.when.first, found.when.last) == (dt.date(2016, 5, 4), None)


def test_ramadan_is_near_the_month_that_was_kept() -> None:
    """The arithmetical calendar comes within two days: Ramadan of 2018 began on 17 May, that of 2017 on 27 May."""
    page = page_of("They struck during Ramadan. They had struck during Ramadan 2017.")
    firsts = [m.when.first for m in dates_in(page) if m.when and m.when.first]
    kept = (dt.date(2018, 5, 17), dt.date(2017, 5, 27))
    assert all(abs((first - day).days) <= 2 for first, day in zip(firsts, kept, strict=True))
