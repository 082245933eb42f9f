from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.assess import could_be_same, merged_incidents
from counterclaim.merge import clusters_of, links_between, links_for, nearest_links, tellings_in
from counterclaim.model import Link, Reading
from tests.reports import cases_in, reading_of

CASES = cases_in("merge")
ALL = [reading_of(row) for _, case in CASES for row in case["reports"]]


def labels(readings: list[Reading]) -> dict[str, str]:
    out = {}
    for reading in readings:
        given_id = reading.document.id_given or ""
        out[reading.document.id] = given_id
        for number, incident in enumerate(reading.incidents):
            out[incident.id] = given_id if len(reading.incidents) == 1 else f"{given_id}/{number}"
    return out


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_reports_of_one_incident_are_put_together(case: dict[str, Any]) -> None:
    """Reports go together when they tell of one incident, and stay apart when they tell of two."""
    readings = [reading_of(row) for row in case["reports"]]
    called = labels(readings)
    merged = merged_incidents(readings, links_for(readings))
    members = [one.members or [ref.id for ref in one.main_documents] for one in merged]
    groups = [{called[member] for member in group} for group in members]
    found = sorted(sorted(group) for group in groups)
    recognised = {called[i.id] for r in readings for i in r.incidents}
    wanted = [group for group in case["together"] if len(group) > 1 or set(group) <= recognised]
    assert found == sorted(sorted(group) for group in wanted)


@settings(max_examples=15, deadline=None)
@given(st.permutations(ALL))
def test_the_order_of_reports_and_links_changes_nothing(shuffled: list[Reading]) -> None:
    """The same reports give the same links and the same incidents in whatever order they come."""
    links = links_for(ALL)
    assert links_for(shuffled) == links
    assert merged_incidents(shuffled, links[::-1]) == merged_incidents(ALL, links)


@settings(max_examples=15, deadline=None)
@given(st.permutations(ALL), st.integers(0, len(ALL)))
def test_reports_read_later_add_the_links_that_they_would_have_had(shuffled: list[Reading], cut: int) -> None:
    """Links of a first batch and those that a second one adds are, as far as they count, the links of both read at once."""
    first, second = shuffled[:cut], shuffled[cut:]
    added = {*links_for(first), *links_between(second, first)}
    assert nearest_links(added) == links_for(ALL)


def test_every_link_gives_its_reasons() -> None:
    """A judgement on two incidents is shown with what was compared, the strongest first."""
    for link in links_for(ALL):
        assert link.reasons
        assert all(":" in reason or link.kind == "reprint" for reason in link.reasons)


def linked(left: str, right: str, score: float, by: str = "machine", judgement: Any = "same") -> Link:
    return Link.of("incident", left, right, judgement, score, ("said so",), by)


def test_one_strong_pair_does_not_chain_two_incidents() -> None:
    """A report that is like both of two incidents does not make them one."""
    links = [linked("a", "b", 0.95), linked("c", "d", 0.95), linked("b", "c", 0.6)]
    links += [linked("a", "c", 0.1), linked("a", "d", 0.1), linked("b", "d", 0.1)]
    assert clusters_of("abcd", links) == (("a", "b"), ("c", "d"))


def test_a_person_overrules_the_machine() -> None:
    """What a person holds apart stays apart and what a person holds to be one is one, whatever the scores."""
    machine = [linked("a", "b", 0.99), linked("b", "c", 0.02)]
    people = [linked("a", "b", 0.0, "Amira", "not_same"), linked("b", "c", 1.0, "Amira")]
    assert clusters_of("abc", machine + people) == (("a",), ("b", "c"))
    assert clusters_of("abc", machine) == (("a", "b"), ("c",))


def test_a_judgement_pulls_its_consequences_with_it() -> None:
    """Once a person joins two incidents, what the machine puts with one of them comes along."""
    machine = [linked("a", "b", 0.9), linked("c", "d", 0.9), linked("b", "c", 0.4)]
    assert clusters_of("abcd", [*machine, linked("b", "c", 1.0, "Amira")]) == (("a", "b", "c", "d"),)


def test_two_incidents_of_one_report_stay_two() -> None:
    """What one report tells as two incidents is not made one by a third report that is like both."""
    links = [linked("a", "x", 0.9), linked("b", "x", 0.8)]
    assert clusters_of(["a", "b", "x"], links, {"a": "r1", "b": "r1", "x": "r2"}) == (("a", "x"), ("b",))


def test_an_undecided_pair_could_be_the_same_until_a_person_decides() -> None:
    """Two incidents tied by an undecided link are shown as such; a person's word ends it."""
    first, second = ALL[0], ALL[2]
    ids = (first.incidents[0].id, second.incidents[0].id)
    open_link = linked(*ids, 0.4, judgement="undecided")
    one, other = merged_incidents([first, second], [open_link])
    assert could_be_same([one, other], [open_link]) == {one.id: (other.id,), other.id: (one.id,)}
    said = linked(*ids, 0.0, "Amira", "not_same")
    assert could_be_same([one, other], [open_link, said]) == {}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(ALL), unique_by=lambda reading: reading.document.id))
def test_a_report_that_is_taken_out_takes_its_links_with_it(out: list[Reading]) -> None:
    """Without a report and the links at it the rest stands as if it had never been read."""
    rest = [reading for reading in ALL if reading not in out]
    ends = {telling.id for telling in tellings_in(rest)} | {reading.document.id for reading in rest}
    links = [link for link in links_for(ALL) if link.left in ends and link.right in ends]
    assert links == list(links_for(rest))
    assert merged_incidents(rest, links) == merged_incidents(rest, links_for(rest))


def test_a_person_who_takes_a_judgement_back_takes_its_consequences_back() -> None:
    """What came along with two incidents that a person joined parts from them again once the judgement is withdrawn."""
    machine = [linked("a", "b", 0.9), linked("c", "d", 0.9), linked("b", "c", 0.4)]
    person = linked("b", "c", 1.0, "Amira")
    parted = linked("c", "d", 0.0, "Amira", "not_same")
    assert clusters_of("abcd", [*machine, person, parted]) == (("a", "b", "c"), ("d",))
    assert clusters_of("abcd", [*machine, person]) == (("a", "b", "c", "d"),)
    assert clusters_of("abcd", machine) == (("a", "b"), ("c", "d"))
