from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.model import Document
from counterclaim.text.blocks import blocks_of
from counterclaim.text.cleaning import cleaned
from counterclaim.text.page import open_page
from counterclaim.text.parser import load_parser, model_folder, parser_digests, vocabulary_of
from counterclaim.text.truecase import with_case

REPORT = """Shelling kills six in border town, army denies it
The Plateau Post
["world","Africa"]
Share
Copied
KIDAL, June 18 (Desert Wire) - Shelling killed six people in the town of Anefis on Sunday, residents said.
The army denied that it had fired on the town.
Soldiers patrol the town of Anefis on May 4, 2018. /Desert Wire File Photo
Soldiers patrol the town of Anefis on May 4, 2018. /Desert Wire File Photo
(Reporting by the Bamako bureau; Editing by A. Lund)
Tags: Mali, Anefis, army
"""


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_every_offset_points_into_the_frozen_text(text: str) -> None:
    """Whatever the text, each block's characters lead back to the frozen offsets, in order."""
    document = Document.of(text)
    for block in blocks_of(document):
        assert len(block.text) == len(block.origins)
        assert list(block.origins) == sorted(block.origins)
        span = block.span(document, 0, len(block.text))
        assert document.text[span.start : span.end] == span.text
        local = block.local(span)
        assert local is not None
        assert local[0] == 0


def test_furniture_is_kept_apart() -> None:
    """Menus, labels, captions and credits are no part of what is read; the headline and the paragraphs are."""
    blocks = blocks_of(Document.of(REPORT))
    kinds = [(block.kind, block.text[:20]) for block in blocks]
    read = [block.text for block in blocks if block.kind in ("headline", "body")]
    assert len(read) == 3, kinds
    assert read[0].startswith("Shelling kills six")
    assert read[1].startswith("Shelling killed six people")
    assert read[2].startswith("The army denied")


def test_broken_encodings_are_cleaned_in_the_words_and_kept_in_the_text() -> None:
    """What a wrong encoding left is dropped from what is parsed, never from the frozen text."""
    text = "The army__â___â__s spokesman said the town was calm &amp; quiet."
    document = Document.of(text, title="A calm town")
    block = next(b for b in blocks_of(document) if b.field == "text")
    assert block.text == "The army's spokesman said the town was calm & quiet."
    assert document.text == text


def test_parsing_does_not_depend_on_what_else_is_read() -> None:
    """A report read alone and among others has the same parse."""
    from counterclaim.text.page import open_pages

    nlp = load_parser()
    texts = [REPORT, "The rebels seized a pass on Monday, a monitor said.", "A drone hit a bus near Gedo, police said."]
    alone = [[t.dep_ for p in open_page(Document.of(text), nlp).passages for t in p.doc] for text in texts]
    together = [
        [t.dep_ for p in page.passages for t in p.doc] for page in open_pages([Document.of(t) for t in texts], nlp)
    ]
    assert alone == together


def test_the_parser_is_the_published_one() -> None:
    """Every file of the parser has the digest of the published model."""
    assert model_folder().is_dir()
    assert len(parser_digests()) > 20


def test_a_word_after_the_opening_of_a_foreign_name_is_a_name() -> None:
    """In capitals, "mar" and "rose" are English words too, but after "del" and "santa" they belong to a name."""
    text = "GUNMEN ATTACKED A CONVOY ON THE ROAD TO PUERTO DEL MAR AND BURNED TWO TRUCKS NEAR SANTA ROSE. " * 3
    shouted = with_case(
        blocks_of(Document.of(text)), {"gunmen", "mar", "rose", "convoy", "road", "burned", "trucks", "near", "two"}
    )
    assert "del Mar and" in shouted[0].text
    assert "near Santa Rose." in shouted[0].text


@pytest.mark.parametrize(
    ("shouted", "mixed"),
    [
        ("THEY SHOT SENATOR LUIS CARLOS GALAN IN BOGOTA.", "They shot Senator Luis Carlos Galan in Bogota."),
        ("NEAR MOSUL THE COALITION SAID A WOMAN WAS HIT.", "Near Mosul the coalition said a woman was hit."),
        ("POLICE FOUND ERIKA BAKER BESIDE A BAKER.", "Police found Erika Baker beside a baker."),
        ("HERE IT ISN'T KNOWN WHAT I'LL SAY.", "Here it isn't known what I'll say."),
        ("THEY WILL ASK IVY SMITH TO CUT THE IVY.", "They will ask Ivy Smith to cut the ivy."),
    ],
)
def test_a_name_is_told_from_a_word_by_what_stands_beside_it(shouted: str, mixed: str) -> None:
    """Given names and large towns are names though a dictionary has them; a family name is one beside another name."""
    block = blocks_of(Document.of(shouted))[0]
    assert with_case([block], vocabulary_of(load_parser()))[0].text == mixed


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("Strike north of Accraï¿½_s harbour ï¿½_ monitor", "Strike north of Accra's harbour – monitor"),
        ("Strike in ï¿½_truce zoneï¿½_ kills four", "Strike in truce zone kills four"),
        ("He said: ��Time is short", "He said: Time is short"),
    ],
)
def test_a_letter_that_an_encoding_lost_is_an_apostrophe_or_a_dash_or_nothing(raw: str, read: str) -> None:
    """The mark of a lost letter is not read; beside an s it was an apostrophe, alone a dash."""
    assert cleaned(raw, 0).text == read
