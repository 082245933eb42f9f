from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pytest

from counterclaim.model import Document
from counterclaim.pipeline import Reader
from tests.pages import cases


@cache
def _reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize("case", cases("incidents/apart"), ids=lambda c: c["name"])
def test_a_report_tells_of_as_many_incidents_as_happened(case: dict[str, Any]) -> None:
    """Tellings of one thing are one incident, tellings of two are two, each with its kind and first day."""
    published = dt.date.fromisoformat(case["published"])
    reading = _reader().read(Document.of(case["text"], title=case["title"], published=published))
    found = [[i.sub_event_type, i.date_start.isoformat() if i.date_start else ""] for i in reading.incidents]
    assert sorted(found) == sorted(case["incidents"])
