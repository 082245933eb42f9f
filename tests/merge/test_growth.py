"""However many reports share a town, a day and their words, each is compared with a bounded number of others."""

from __future__ import annotations

import datetime as dt
import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.assess import merged_incidents
from counterclaim.merge import (
    clusters_of,
    links_between,
    links_for,
    nearest_links,
    profiles_in,
    reprints_in,
    tellings_in,
)
from counterclaim.merge.blocking import candidate_pairs
from counterclaim.merge.reprints import MOST_ORIGINALS, chosen_reprints, reprints_between
from counterclaim.model import Link, Reading
from tests.reports import reading_of

#: More than the bound on comparisons, so that it is met.
CROWD = 90
BOUND = 40


@pytest.fixture(scope="module")
def crowd() -> list[Reading]:
    """One sentence on one town, told again and again over three days, with another toll each time."""
    first = dt.date(2017, 5, 2)
    return [
        reading_of({
            "id": f"r{number}",
            "published": first + dt.timedelta(days=number * 3 // CROWD),
            "title": f"Shelling of Qasr Lumar kills {number + 100}",
            "text": f"Army shelling of the town of Qasr Lumar killed {number + 100} people, residents of the town said.",
            "incidents": [{"place": "Qasr Lumar", "at": [15.1, 44.2, 5.0], "days": [first + dt.timedelta(days=number * 3 // CROWD)]}],
        })
        for number in range(CROWD)
    ]  # fmt: skip


def test_a_crowd_of_like_reports_is_not_compared_each_with_each(crowd: list[Reading]) -> None:
    """In a crowd each report is held against forty at most of those published before it, not against all."""
    pairs = candidate_pairs(profiles_in(crowd))
    assert len(pairs) <= BOUND * CROWD < CROWD * (CROWD - 1) // 2
    newer = [pair.newer.id for pair in pairs]
    assert all(pair.older.keys.age_rank < pair.newer.keys.age_rank for pair in pairs)
    assert max(newer.count(one) for one in set(newer)) <= BOUND


def test_the_order_of_a_crowd_changes_nothing(crowd: list[Reading]) -> None:
    """What a crowded report is compared with does not depend on the order in which the reports are given."""
    shuffled = random.Random(5).sample(crowd, len(crowd))
    assert links_for(shuffled) == links_for(crowd)


def test_a_crowd_that_comes_day_by_day_has_the_same_links(crowd: list[Reading]) -> None:
    """Reports that are read as they come out get the links that they would have had all at once, no more and no fewer."""
    ordered = sorted(crowd, key=lambda reading: (reading.document.published, reading.document.id))
    added = set(links_for(ordered[:37]))
    added |= set(links_between(ordered[37:70], ordered[:37]))
    added |= set(links_between(ordered[70:], ordered[:70]))
    assert added == set(links_for(crowd))


@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_a_crowd_that_is_read_in_any_order_has_the_same_links(crowd: list[Reading], data: st.DataObject) -> None:
    """Reports that are read long after they came out add comparisons, but those that count are those of one reading."""
    shuffled = data.draw(st.permutations(crowd))
    steps = sorted(data.draw(st.sets(st.integers(1, CROWD - 1), min_size=1, max_size=5)))
    added: set[Link] = set()
    for start, end in pairwise([0, *steps, CROWD]):
        added |= set(links_between(shuffled[start:end], shuffled[:start]))
    wanted = links_for(crowd)
    incidents = [link for link in nearest_links(added) if link.kind == "incident"]
    assert incidents == [link for link in wanted if link.kind == "incident"]
    reprints = [link for link in added if link.kind == "reprint"]
    assert merged_incidents(crowd, [*incidents, *reprints]) == merged_incidents(crowd, wanted)


def test_an_agency_text_that_hundreds_print_ties_each_to_the_likeliest_few() -> None:
    """A hundred prints of one text are each put down to the agency, and are not all tied to one another."""
    body = " ".join(f"The {word} fell on the market as the sellers opened their stalls near the {word} gate." for word in
                    ("first shell", "second shell", "third round", "fourth round"))  # fmt: skip
    day = dt.date(2017, 5, 1)
    wire = reading_of({"id": "o", "published": day, "outlet": "Wire", "title": "Hit", "text": f"QASR (Wire) - {body}"})
    prints = [
        reading_of(
            {"id": f"c{n}", "published": day, "outlet": f"Post {n}", "title": "Hit", "text": f"{body} Desk {n}."}
        )
        for n in range(CROWD)
    ]
    links = reprints_between([reading.document for reading in [*prints, wire]], ())
    assert len(links) <= MOST_ORIGINALS * (CROWD + 1) < CROWD * (CROWD + 1) // 2
    chosen = {link.left: link.right for link in chosen_reprints(links)}
    assert chosen == {reading.document.id: wire.document.id for reading in prints}


def test_reprints_are_found_in_a_crowd(crowd: list[Reading]) -> None:
    """A report that repeats another word for word is found among many that share its stock sentences."""
    body = " ".join(f"The {word} fell on the market as the sellers opened their stalls near the {word} gate." for word in
                    ("first shell", "second shell", "third round", "fourth round"))  # fmt: skip
    day = dt.date(2017, 5, 1)
    original = reading_of({"id": "o", "published": day, "outlet": "Wire", "title": "Market hit", "text": body})
    copy = reading_of(
        {"id": "c", "published": day + dt.timedelta(days=9), "outlet": "Post", "title": "Market", "text": body}
    )
    ends = (copy.document.id, original.document.id)
    assert ends in [(link.left, link.right) for link in reprints_in([*crowd, copy, original])]


def test_an_incident_that_hundreds_tell_stays_one() -> None:
    """Where each report is compared with forty at most, those that were not compared do not part an incident."""
    chance = random.Random(1)
    names = ["Rasun Okart", "Mirwal Tenda", "Tobek Asfar", "Hadur Zelim", "Senaf Quori", "Lomar Betel"]
    seen = [
        "quay",
        "silo",
        "mill",
        "depot",
        "chapel",
        "arcade",
        "kiln",
        "dairy",
        "ward",
        "clinic",
        "gunship",
        "surgeon",
    ]
    told = [
        reading_of({
            "id": f"b{number}",
            "published": dt.date(2015, 10, 3) + dt.timedelta(days=number % 5),
            "title": "Hospital of Qasr Lumar bombed",
            "text": f"An air strike hit the hospital of Qasr Lumar and killed {chance.choice([19, 22, 30])} people, "
            f"{' and '.join(chance.sample(names, 2))} said near the {' and the '.join(chance.sample(seen, 4))}.",
            "incidents": [{"place": "Qasr Lumar", "at": [15.1, 44.2, 5.0], "days": [dt.date(2015, 10, 3)]}],
        })
        for number in range(250)
    ]  # fmt: skip
    tellings = {telling.id: telling.document for telling in tellings_in(told)}
    assert [len(group) for group in clusters_of(tellings, links_for(told), tellings)] == [250]
