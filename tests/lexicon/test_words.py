from __future__ import annotations

import re

import pytest

from counterclaim.errors import LexiconError
from counterclaim.extract.stance_words import CueEntry, PhraseEntry
from counterclaim.extract.triggers import triggers_in, weapons_in
from counterclaim.lexicon.actors import countries_in, listed, listed_in
from counterclaim.lexicon.incidents import event_type, nouns, verbs, weapons
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.text.furniture import FurnitureEntry, kind_of_line, split_dateline
from counterclaim.text.graphic import is_graphic
from counterclaim.text.parser import load_parser


@pytest.mark.parametrize(
    ("file", "section"),
    [("cues", s) for s in ("content", "hedges", "denied", "of_the_hand", "of_silence", "contrasts")],
)
def test_every_pattern_matches_its_example(file: str, section: str) -> None:
    """A pattern of words is tested by the sentence beside it."""
    missed = [p for p, e in entries(file, section, PhraseEntry).items() if not re.search(p, e.example, re.IGNORECASE)]
    assert missed == []


def test_every_graphic_pattern_catches_its_example_and_no_plain_report_of_deaths() -> None:
    """What shows harm to bodies is veiled; that people were killed, or bodies found, is said openly."""
    found = entries("graphic", "words", WordEntry)
    assert [p for p, e in found.items() if not re.search(p, e.example, re.IGNORECASE)] == []
    for plain in (
        "At least 22 people were killed.",
        "Rescuers pulled three bodies from the rubble.",
        "A head of the armed forces spoke.",
    ):
        assert not is_graphic(plain)


def test_every_furniture_pattern_catches_its_example() -> None:
    """A pattern of furniture catches the line beside it, as the kind that it says."""
    found = {
        p: kind_of_line(e.example, title="", first=False, repeated=False)
        for p, e in entries("furniture", "lines", FurnitureEntry).items()
    }
    wanted = {p: e.kind for p, e in entries("furniture", "lines", FurnitureEntry).items()}
    assert found == wanted


def test_stamps_and_datelines_are_cut_and_sentences_are_not() -> None:
    """A stamp is cut whole from before the text; a place before a dash that has a verb is a sentence, not a dateline."""
    for entry in entries("furniture", "stamps", WordEntry).values():
        assert split_dateline(f"{entry.example}Shells fell on Gao.", title="") == len(entry.example)
    assert split_dateline("Gao, Sahel Wire - Shells fell.", title="")
    assert not [
        e.example for e in entries("furniture", "telling", WordEntry).values() if split_dateline(e.example, title="")
    ]


def test_nearly_every_trigger_is_found_in_its_example() -> None:
    """The parser finds a trigger in the sentence beside it; it may slip on one in twelve."""
    nlp = load_parser()
    rows = [(lemma, entry.example) for table in (verbs(), nouns()) for lemma, entry in table.items()]
    missed = []
    for lemma, doc in zip((r[0] for r in rows), nlp.pipe(r[1] for r in rows), strict=True):
        if not any(f.lemma == lemma for s in doc.sents for f in triggers_in(s)):
            missed.append(lemma)
    assert len(missed) <= len(rows) / 12, missed


def test_nearly_every_weapon_is_found_in_its_example() -> None:
    """The parser finds a weapon in the sentence beside it."""
    nlp = load_parser()
    missed = [
        w
        for w, doc in zip(weapons(), nlp.pipe(e.example for e in weapons().values()), strict=True)
        if w not in [lemma for _, lemma, _ in weapons_in(doc)]
    ]
    assert len(missed) <= len(weapons()) / 12, missed


def test_every_cue_stands_in_its_example() -> None:
    """A cue's example holds a form of it."""
    nlp = load_parser()
    found = entries("cues", "verbs", CueEntry)
    missed = [
        lemma
        for lemma, doc in zip(found, nlp.pipe(e.example for e in found.values()), strict=True)
        if lemma not in [t.lemma_.lower() for t in doc]
    ]
    assert len(missed) <= 3, missed


def test_every_form_of_saying_stands_in_its_example() -> None:
    """A form that no rule gives is tested by the sentence beside it."""
    forms = entries("cues", "forms", WordEntry)
    assert [f for f, e in forms.items() if not re.search(rf"\b{f}\b", e.example, re.IGNORECASE)] == []


def test_every_kind_of_trigger_has_an_event_type() -> None:
    """ACLED's event type follows from the sub-event type; what is not violent is a strategic development."""
    assert event_type("Air/drone strike") == "Explosions/Remote violence"
    assert event_type("Arrests") == "Strategic developments"


def test_a_missing_word_file_is_named() -> None:
    """A wrong name of a word file gives an error that names it."""
    with pytest.raises(LexiconError, match=r"no word file en/nothing\.toml"):
        entries("nothing", "words", WordEntry)


def test_the_longest_name_of_an_actor_wins() -> None:
    """The name "Islamic State Khorasan Province" is not "Islamic State"; a country's people stand for it, its friends do not."""
    assert len(listed()) > 250
    found = listed_in("fighters of the Islamic State Khorasan Province")
    assert found is not None
    assert found.name == "Islamic State Khorasan Province"
    assert countries_in("Ethiopian troops and Eritrean militia") == ("Ethiopia", "Eritrea")
    assert countries_in("US-backed rebels") == ()
