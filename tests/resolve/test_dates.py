from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

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
