from __future__ import annotations

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.assess import ids_of, merged_incidents
from counterclaim.merge import asked, clusters_of, links_for, posted, profiles_in, tellings_in, touched_by
from counterclaim.merge.keys import nearness, nearness_bound, windows_of
from counterclaim.model import Link, MergedIncident, Reading
from tests.reports import cases_in, reading_of

ALL = [reading_of(row) for _, case in cases_in("merge") for row in case["reports"]]
LINKS = links_for(ALL)


def among(readings: list[Reading]) -> list[Link]:
    """The links between what these reports tell."""
    ids = {telling.id for telling in tellings_in(readings)} | {reading.document.id for reading in readings}
    return [link for link in LINKS if link.left in ids and link.right in ids]


def leads_to(incident_id: str, incidents: tuple[MergedIncident, ...]) -> list[MergedIncident]:
    return [incident for incident in incidents if incident_id in ids_of(incident)]


@settings(max_examples=25, deadline=None)
@given(st.permutations(ALL), st.integers(1, len(ALL)))
def test_an_id_leads_to_its_incident_whatever_is_read_later(shuffled: list[Reading], cut: int) -> None:
    """An id that an incident had when less was read leads to one incident, the one with the telling it was made from."""
    before = merged_incidents(shuffled[:cut], among(shuffled[:cut]))
    after = merged_incidents(shuffled, LINKS)
    for incident in before:
        found = leads_to(incident.id, after)
        assert len(found) == 1
        assert set(found[0].members) & set(incident.members) or {d.id for d in found[0].documents} & {
            d.id for d in incident.documents
        }


def test_ids_survive_a_merge_and_a_split() -> None:
    """After a person joins two incidents both ids lead to the one; after the undo each leads to its own again."""
    readings = [
        reading_of(row)
        for row in dict(cases_in("merge"))["one_town_one_day: two strikes on one town on one day"]["reports"]
    ]
    links = links_for(readings)
    first, second = merged_incidents(readings, links)
    said = Link.of("incident", first.members[0], second.members[0], "same", 1.0, ("one raid",), "Amira")
    (joined,) = merged_incidents(readings, [*links, said])
    assert {first.id, second.id} <= ids_of(joined)
    assert [leads_to(one.id, merged_incidents(readings, links)) for one in (first, second)] == [[first], [second]]


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(ALL))
def test_a_new_report_changes_only_its_neighbourhood(new: Reading) -> None:
    """What neither links that join nor a reprint tie to a new report stays as it was, to the letter."""
    rest = [reading for reading in ALL if reading != new]
    at: dict[str, list[Link]] = defaultdict(list)
    for link in LINKS:
        at[link.left].append(link)
        at[link.right].append(link)
    touched = touched_by([telling.id for telling in tellings_in([new])], lambda one: at[one])
    relatives = {end for link in at[new.document.id] if link.kind == "reprint" for end in (link.left, link.right)}
    after = {incident.id: incident for incident in merged_incidents(ALL, LINKS)}
    for incident in merged_incidents(rest, among(rest)):
        documents = {ref.id for ref in incident.documents}
        if not touched & {*incident.members, *documents} and not relatives & documents:
            assert after[incident.id] == incident
    apart = {telling.id: telling.document for telling in tellings_in(ALL)}
    inner = [link for link in LINKS if {link.left, link.right} <= touched]
    assert set(clusters_of(touched, inner, apart)) <= set(clusters_of(apart, LINKS, apart))


def test_an_index_of_keys_finds_all_that_is_near() -> None:
    """Whatever is near a telling stands under a key that it asks for on that day, and is no nearer than what it shares can be."""
    near = 0
    profiles = profiles_in(ALL)
    stands = {profile.id: set(posted(profile.keys)) for profile in profiles}
    for one in profiles:
        wanted = list(asked(one.keys))
        for other in profiles:
            how = nearness(one.keys, other.keys)
            if how is None:
                continue
            near += 1
            met = [a for a in wanted if any(a.key == k and a.first <= day <= a.last for k, day in stands[other.id])]
            words = [{ask.key for ask in met if getattr(ask, side)} for side in ("near", "far")]
            assert met
            value = sum(ask.value for ask in met)
            assert how <= nearness_bound(windows_of(one.keys), len(words[0]), len(words[1]), value)
    assert len(profiles) < near < len(profiles) ** 2
