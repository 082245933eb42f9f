from __future__ import annotations

import datetime as dt
import re
import tomllib
from functools import lru_cache
from typing import Any

import pytest

from counterclaim.lexicon.actors import listed_as
from counterclaim.lexicon.incidents import collectives
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.model import Document
from counterclaim.pipeline import Reader
from counterclaim.resolve.hands import blame_patterns
from counterclaim.resolve.parties import is_nameless, party_of
from counterclaim.resolve.short_names import short_name
from tests.pages import CASES

_ROWS = tomllib.loads((CASES / "claims" / "facets.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize(("name", "case"), _ROWS.items(), ids=list(_ROWS))
def test_a_claim_names_hand_target_and_weapon(name: str, case: dict[str, Any]) -> None:
    """What did it, what was hit and with what are the report's own words, and nothing where it says nothing."""
    document = Document.of(case["text"], title=name.capitalize(), published=dt.date(2018, 6, 18))
    found = [claim for claim in _reader().read(document).claims if claim.source == case["source"]]
    assert found
    for facet in ("perpetrator", "target", "weapon"):
        if facet in case:
            assert (getattr(found[0], facet) or "none") == case[facet]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("at least two of its positions", "positions"),
        ("the army's 45th brigade", "army's 45th brigade"),
        ("that drones", "drones"),
        ("“a school”", "school"),
        ("around 30 others", "others"),
        ("24 munitions", "munitions"),
    ],
)
def test_a_short_name_keeps_what_names_the_thing(words: str, name: str) -> None:
    """Articles, pointers, counts and quotation marks go; what belongs to the name stays."""
    assert short_name(words) == name


@pytest.mark.parametrize(
    "section", ["accused", "laid_on", "blamed_on", "behind", "brought_about", "owned", "belonging"]
)
def test_every_pattern_of_blame_takes_the_hand_from_its_example(section: str) -> None:
    """The words in square brackets of an entry's example are what its pattern takes for the hand."""
    for entry, pattern in zip(entries("blame", section, WordEntry).values(), blame_patterns(section), strict=True):
        match = pattern.search(re.sub(r"[][]", "", entry.example))
        assert match is not None
        assert f"[{match['who']}]" in entry.example


def test_every_pattern_of_owning_matches_its_example() -> None:
    """Each entry finds the words by which its example's source takes a deed on itself."""
    for entry, pattern in zip(entries("blame", "owning", WordEntry).values(), blame_patterns("owning"), strict=True):
        assert pattern.search(entry.example)


def test_every_word_before_a_deed_says_whose_it_was() -> None:
    """The example of each entry is read as a deed of those whom the entry names."""
    for entry in collectives().values():
        document = Document.of(entry.example, title="Two dead", published=dt.date(2018, 6, 18))
        listed = listed_as(entry.party)
        named = listed.name if listed is not None else entry.party
        assert [claim.perpetrator for claim in _reader().read(document).claims] == [named]


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("using siege tactics", None),
        ("brutal government", "government"),
        ("guerrilla column", "guerrilla column"),
        ("three armed men", "armed men"),
        ("a suicide bomber", "suicide bomber"),
        ("American bombers", "United States"),
        ("police checkpoint", None),
        ("a US army psychiatrist", "US army psychiatrist"),
        ("ARMED FORCES SHOULD NOT BE CRITICIZED", "ARMED FORCES"),
        ("either Russian or Syrian warplanes", "Russia or Syria"),
    ],
)
def test_a_hand_is_men_or_a_body_that_can_act(words: str, party: str | None) -> None:
    """Tactics, weapons and posts do nothing; those who use them do."""
    assert party_of(words) == party


def test_a_hand_without_a_name_gives_way_to_a_named_one() -> None:
    """Of "a suicide bomber" and a group that one source names, the group is its hand."""
    assert is_nameless("suicide bomber")
    assert not is_nameless("Islamic State")
