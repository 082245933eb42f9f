"""Who a phrase names: listed actors, their sides, and the one table that parties are told apart by."""

from __future__ import annotations

from collections import defaultdict

from counterclaim.assess.parties import can_be_one_party, parties_in, party_rules
from counterclaim.lexicon.actors import countries, listed_as, listed_in, names_of_actors


def test_no_name_stands_for_two_actors() -> None:
    """A name or alias belongs to one row; a second one would never be read."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for alias, actor in names_of_actors():
        bearers[alias.lower() if len(alias) > 3 else alias].add(actor.name)
    assert [name for name, actors in bearers.items() if len(actors) > 1] == []


def test_no_actor_takes_the_name_of_a_country() -> None:
    """A country's name means the country, whatever bodies it has."""
    assert [alias for alias, _ in names_of_actors() if alias.lower() in countries()] == []


def test_groups_of_every_continent_are_known_by_their_abbreviations() -> None:
    """An abbreviation leads to the group and its side."""
    expected = {"JNIM": "JNIM", "FDLR": "FDLR", "CJNG": "Jalisco New Generation Cartel", "TNLA": "Ta'ang National Liberation Army",
                "ENDF": "Ethiopia", "SBU": "Ukraine", "UVF": "Ulster Volunteer Force"}  # fmt: skip
    sides = {short: actor.side for short in expected if (actor := listed_as(short)) is not None}
    assert sides == expected


def test_everyday_words_name_nobody() -> None:
    """Words that are also names of bodies elsewhere do not make an actor of a plain phrase."""
    for phrase in (
        "a civil guard at dawn",
        "on November 17",
        "Lebanese forces",
        "a security belt",
        "self-defense forces",
    ):
        assert listed_in(phrase) is None, phrase


def test_a_side_of_the_table_is_the_party_of_all_its_names() -> None:
    """Two names of one side are one party, and a fighter for a state is that state's."""
    assert parties_in("Free Syrian Army") == parties_in("Syrian rebels") == {"SY opposition"}
    assert parties_in("the IDF") == parties_in("Israeli jets") == {"IL"}
    assert parties_in("Haftar's forces") == parties_in("LNA")
    assert can_be_one_party("YPG", "SDF")
    assert not can_be_one_party("Rapid Support Forces", "Sudanese army")


def test_members_are_parties_that_there_are() -> None:
    """A member or an alliance that no table knows would relate nothing."""
    sides = {actor.side for _, actor in names_of_actors()} | set(party_rules().plain)
    named = {party for members in party_rules().members.values() for party in members.parties} | set(
        party_rules().members
    )
    assert {party for party in named if len(party) > 2 and not party.endswith(" opposition")} <= sides
