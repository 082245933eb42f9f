"""The state of a person or body that a report names without it."""

from __future__ import annotations

import pytest

from counterclaim.lexicon.actors import countries
from counterclaim.resolve.homes import home_of_body, home_of_person, leaders


@pytest.mark.parametrize(
    ("text", "name", "home"),
    [
        ("Poland said that President Tomas Okello would not accept it.", "President Tomas Okello", None),
        ("The Ugandan president, Tomas Okello, would not accept it.", "Tomas Okello", "Uganda"),
        ("Ugandan Foreign Minister Tomas Okello would not accept it.", "Foreign Minister Tomas Okello", "Uganda"),
        ("Tomas Okello, the Ugandan army's spokesman, told Chad so.", "Tomas Okello", "Uganda"),
        ("Chad said so. The president of Uganda, Tomas Okello, did not.", "Tomas Okello", "Uganda"),
        ("Poland said that President Volodymyr Zelenskiy would not.", "President Volodymyr Zelenskiy", "Ukraine"),
        ("General Imran Petro spoke in Poland.", "General Imran Petro", None),
    ],
)
def test_a_person_is_of_the_state_that_stands_with_the_name(text: str, name: str, home: str | None) -> None:
    """The office beside a name tells the state; a state that is only named near by does not."""
    assert home_of_person([text], name) == home


def test_a_government_called_by_a_leader_is_that_of_the_state() -> None:
    """ "The Assad government" is Syria's, though nobody says so."""
    assert home_of_person(["The Assad government denied it."], "Assad", rules=True) == "Syria"
    assert home_of_person(["Assad the baker denied it."], "Assad") is None


def test_a_body_is_of_the_state_that_is_named_before_it_elsewhere() -> None:
    """The command that is Iraq's in one paragraph is Iraq's in the next."""
    text = "Iraq's Joint Operations Command lost men in Syria. The Joint Operations Command denied it."
    assert home_of_body([text], "Joint Operations Command") == "Iraq"
    assert home_of_body(["Syria spoke. The Joint Operations Command denied it."], "Joint Operations Command") is None


def test_every_leader_has_a_state_that_there_is() -> None:
    """The states of the table are countries by the names used here."""
    assert {country for _, country in leaders().values()} <= set(countries().values())
