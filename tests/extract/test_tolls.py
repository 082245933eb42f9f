from __future__ import annotations

import re
from typing import Any

import pytest

from counterclaim.extract.bare_tolls import bare_tolls
from counterclaim.extract.toll_phrases import HARMS, Harm, Searched, phrases
from counterclaim.extract.tolls import tolls_in
from counterclaim.lexicon.codebook import codebook, codebook_names
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.model import Attribution, Toll
from tests.pages import cases, page_of


def _toll(pair: list[int]) -> Toll:
    low, high = (None if value < 0 else value for value in pair)
    return low, high


@pytest.mark.parametrize("case", cases("tolls/ranges"), ids=lambda c: c["text"][:40])
def test_tolls_are_ranges(case: dict[str, Any]) -> None:
    """A number of dead or injured is a range, open where the report leaves it open."""
    page = page_of(case["text"])
    found = tolls_in(page)
    if case.get("cumulative"):
        assert found
        assert all(toll.cumulative for toll in found)
        return
    for kind in ("killed", "injured"):
        ranges = [toll.range for toll in found if toll.kind == kind]
        assert ranges == ([_toll(case[kind])] if kind in case else [])
    for toll in found:
        assert page.document.text[toll.span.start : toll.span.end] == toll.span.text


def test_a_vague_word_means_what_the_codebook_says() -> None:
    """The same "dozens" is 24 to 99 by our guide, 12 by ACLED and 12 to 24 by Airwars."""
    page = page_of("Dozens of people were killed in the raid.")
    ranges = {name: tolls_in(page, codebook(name))[0].range for name in ("counterclaim", "acled", "airwars")}
    assert ranges == {"counterclaim": (24, 99), "acled": (12, 12), "airwars": (12, 24)}


def test_every_codebook_knows_every_vague_word() -> None:
    """A codebook that leaves a vague word out would drop tolls in silence."""
    words = set(codebook("counterclaim").ranges)
    assert all(set(codebook(name).ranges) == words for name in codebook_names())


@pytest.mark.parametrize("harm", HARMS)
def test_every_phrase_counts_its_example(harm: Harm) -> None:
    """A phrase of harm finds a toll of that harm in the sentence beside it."""
    found = entries("toll_phrases", harm, WordEntry)
    missed = [p for p, e in found.items() if not any(t.kind == harm for t in tolls_in(page_of(e.example)))]
    assert missed == []


@pytest.mark.parametrize(
    "section",
    [
        "part_before",
        "part_after",
        "updated",
        "unknown",
        "other_things",
        "harm",
        "known_before",
        "relatives",
        "wholes",
        "ages",
        "finite",
        "participle",
        "passive_before",
        "told_before",
        "named_before",
        "uncounted_before",
        "others",
    ],
)
def test_every_context_matches_its_example(section: str) -> None:
    """The words around a number are found in the words beside them."""
    rows = entries("toll_phrases", section, WordEntry).items()
    assert [p for p, e in rows if not re.search(p, e.example, re.IGNORECASE)] == []


def test_phrases_are_found_where_a_plain_search_finds_them() -> None:
    """What is tried only where it can be is found where trying it everywhere finds it."""
    texts = [case["text"] for case in cases("tolls/ranges")]
    texts += [entry.example for harm in HARMS for entry in entries("toll_phrases", harm, WordEntry).values()]
    for text in texts:
        sentence = Searched(text)
        for phrase in phrases():
            for position in range(0, len(text), 7):
                quick, plain = phrase.search(sentence, position), phrase.pattern.search(text, position)
                assert (quick and quick.span()) == (plain and plain.span()), (text, phrase.pattern.pattern)


@pytest.mark.parametrize(
    ("said", "toll"),
    [("40", (40, 40)), ("its number to at least 60", (60, None)), ("it at as many as 40", (None, 40)), ("so", None)],
)
def test_a_bare_number_counts_the_dead_that_were_spoken_of(said: str, toll: Toll | None) -> None:
    """Whoever gives only a number gives it of the harm that was counted before; of nothing counted it is no toll."""
    text = f"Nine people were killed. Accra says {said}."
    page = page_of(text)
    attribution = Attribution("a1", None, None, (page.document.span(text.index(said, 30), len(text) - 1),))
    found = [(t.kind, t.range) for t in bare_tolls(page, [attribution], tolls_in(page), codebook())]
    assert found == ([("killed", toll)] if toll else [])
    assert list(bare_tolls(page, [attribution], (), codebook())) == []


def test_persons_told_of_one_by_one_are_marked() -> None:
    """A girl, a name and a man with his two sons may be some of many; a number is a count."""
    told = "A girl was killed. | Samuel Okello was killed. | Samuel Okello was killed along with his two sons."
    assert all(t.singly for text in told.split(" | ") for t in tolls_in(page_of(text)))
    assert not any(t.singly for t in tolls_in(page_of("One girl was killed.")))


def test_every_entry_of_a_codebook_names_its_rule() -> None:
    """What a vague word means is somebody's published rule, or says that there is none."""
    for name in codebook_names():
        rules = codebook(name)
        assert all(entry.rule for entry in rules.ranges.values()), name
        assert all(entry.range[1] == 0 or entry.range[0] <= entry.range[1] for entry in rules.ranges.values()), name
