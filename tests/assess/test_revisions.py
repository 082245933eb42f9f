from __future__ import annotations

from typing import Any

import msgspec

from counterclaim.assess import revisions_in
from counterclaim.model import Reading
from tests.reports import day, reading_of


def captured(stamp: str, *claims: dict[str, Any], url: str = "https://harbour.example/1") -> Reading:
    text = f"Shells hit the depot. Read at {stamp}."
    row: dict[str, Any] = {"id": stamp, "published": day("2014-07-28"), "published_at": stamp, "text": text}
    reading = reading_of({**row, "incidents": [{"place": "Sabratha", "claims": list(claims)}]})
    return msgspec.structs.replace(reading, document=msgspec.structs.replace(reading.document, url=url))


def test_an_edited_page_shows_as_a_difference_of_claims() -> None:
    """A page read twice says which claims were changed, dropped and added, whatever else was rewritten."""
    ministry: dict[str, Any] = {"source": "health ministry", "killed": [4, 4]}
    mayor: dict[str, Any] = {"source": "mayor", "perpetrator": "Libyan army"}
    pilot: dict[str, Any] = {"source": "pilot", "target": "depot"}
    guard: dict[str, Any] = {"source": "guard", "injured": [2, 2]}
    first = captured("2014-07-28T08:00:00", ministry, mayor, guard)
    second = captured("2014-07-28T20:00:00", {**ministry, "killed": [11, 11]}, pilot, guard)
    (revision,) = revisions_in([second, first])
    assert [(a.killed, b.killed) for a, b in revision.changed] == [((4, 4), (11, 11))]
    assert [c.source for c in revision.gone] == ["mayor"]
    assert [c.source for c in revision.new] == ["pilot"]
    assert revisions_in([first, captured("2014-07-28T21:00:00", mayor, url="https://harbour.example/2")]) == ()
