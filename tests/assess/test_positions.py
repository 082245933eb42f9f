from __future__ import annotations

import datetime as dt
from typing import Any

from counterclaim.assess import positions_of
from counterclaim.model import Claim, Document
from tests.reports import claim_of

DAYS = {"first": dt.date(2015, 10, 3), "later": dt.date(2015, 10, 5)}


def said(report: str, number: int, **values: Any) -> Claim:
    return claim_of(values, document=Document(report, ""), number=number)


HOSPITAL = said("first", 0, source="Red Clinic", kind="ngo", perpetrator="US forces", killed=[19, 19])


def test_a_denial_that_turns_to_an_admission_is_the_last_word_with_its_toll() -> None:
    """A party stands where it stands on the last day that it is quoted, and concedes the toll that it then names."""
    denies = said("first", 1, source="Colonel", side="United States", stance="denies", about=["perpetrator"])
    admits = said(
        "later", 2, source="General", side="United States", perpetrator="US aircraft", target="clinic", killed=[22, 22]
    )
    (position,) = positions_of([HOSPITAL, denies, admits], DAYS)
    assert (position.stand, position.earlier, position.killed) == ("admits", ("denies",), (22, 22))
    assert position.claims == (denies.id, admits.id)


def test_an_accused_party_of_whom_no_report_has_a_word_is_silent() -> None:
    """Silence is a position of its own beside no comment; neither is a denial."""
    other = said("first", 1, source="unnamed official", kind="anonymous_official", perpetrator="Israel")
    declines = said("first", 2, source="Pentagon", side="United States", stance="noncommittal", about=["perpetrator"])
    found = {position.party: position.stand for position in positions_of([HOSPITAL, other, declines], DAYS)}
    assert found == {"Israel": "silent", "US forces": "no comment"}


def test_a_state_speaks_to_what_its_alliance_is_accused_of() -> None:
    """A spokesman of a member who denies the hand of the alliance denies for it."""
    accuses = said("first", 1, source="SANA", kind="state_media", side="Syria", perpetrator="US-led coalition")
    denies = said(
        "first", 2, source="Central Command", side="United States", stance="denies", about=["perpetrator"],
        perpetrator="US-led coalition",
    )  # fmt: skip
    (position,) = positions_of([accuses, denies], DAYS)
    assert (position.party, position.stand, position.accusing) == ("US-led coalition", "denies", (accuses.id,))
