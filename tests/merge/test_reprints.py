from __future__ import annotations

from typing import Any

import pytest

from counterclaim.merge import reprints_in
from counterclaim.merge.reprints import chosen_reprints, reprints_between
from counterclaim.model import Link
from tests.reports import cases_in, reading_of

CASES = cases_in("reprints")


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_a_reprint_is_linked_to_what_it_repeats(case: dict[str, Any]) -> None:
    """A report that repeats another is found with its original; quoting one statement is no repetition."""
    readings = [reading_of(row) for row in case["reports"]]
    called = {reading.document.id: reading.document.id_given for reading in readings}
    assert {called[link.left]: called[link.right] for link in reprints_in(readings)} == case["repeats"]
    assert reprints_in(readings[::-1]) == reprints_in(readings)


def test_a_person_can_say_that_it_is_no_reprint() -> None:
    """A pair that a person holds apart is no reprint, whatever the machine found."""
    rows = next(case for name, case in CASES if "credits it" in name)["reports"]
    found = reprints_between([reading_of(row).document for row in rows], ())
    said = Link.of("reprint", found[0].left, found[0].right, "not_same", 0.0, ("two desks",), "Amira")
    assert chosen_reprints([*found, said]) == ()
