from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from counterclaim import errors
from counterclaim.errors import EncodingInput
from counterclaim.ingest import Captured, InputOptions, Rejected, SetAside, read_inputs
from counterclaim.ingest.capture import decoded

PAGE = """<html><head><title>Strike hits port - The Coast</title><meta charset="utf-8">
<meta property="og:site_name" content="The Coast"><meta property="article:published_time" content="2019-05-04T10:00:00Z">
<link rel="canonical" href="https://coast.example/a"></head><body><nav>Home | World</nav><article><h1>Strike hits port</h1>
<p>Jets bombed the port of Sabla on Friday, killing nine dock workers, the harbour master said in a statement to reporters.</p>
<p>The army denied that it had carried out the strike and said that it would investigate the reports from the town.</p>
</article></body></html>"""


def _one(path: Path, options: InputOptions | None = None) -> Captured | Rejected | SetAside:
    found = list(read_inputs([str(path)], options))
    assert len(found) == 1
    return found[0]


def test_a_text_is_kept_unchanged(tmp_path: Path) -> None:
    """The whole content of a plain-text file is the document's text, to the last space."""
    file = tmp_path / "a.txt"
    text = "A bomb went off in the market  \n\nof the old town, police said. \n"
    file.write_text(text, encoding="utf-8")
    found = _one(file, InputOptions(published=dt.date(2020, 1, 2), outlet="Desk"))
    assert isinstance(found, Captured)
    assert found.document.text == text
    assert (found.document.published, found.document.outlet) == (dt.date(2020, 1, 2), "Desk")


def test_a_page_gives_its_own_date_outlet_and_address(tmp_path: Path) -> None:
    """What a saved page says of itself is taken before anything is guessed."""
    file = tmp_path / "a.html"
    file.write_text(PAGE, encoding="utf-8")
    found = _one(file)
    assert isinstance(found, Captured)
    document = found.document
    assert (document.title, document.outlet, document.published, document.url) == (
        "Strike hits port",
        "The Coast",
        dt.date(2019, 5, 4),
        "https://coast.example/a",
    )
    assert "Jets bombed the port" in document.text
    assert "Home | World" not in document.text


@pytest.mark.parametrize(
    ("name", "raw", "error"),
    [
        ("empty.txt", b" \n", errors.EmptyInput),
        ("binary.txt", b"\x00\x01\x02", errors.BinaryInput),
        ("latin.txt", b"caf\xe9 was hit", errors.EncodingInput),
        (
            "french.txt",
            "L'armée a déclaré que la ville avait été bombardée par les avions de la coalition dans la nuit de lundi.".encode(),
            errors.LanguageInput,
        ),
        ("arabic.txt", "قال مصدر عسكري إن طائرات التحالف قصفت موقعا".encode(), errors.LanguageInput),
        ("bare.html", b"<html><body></body></html>", errors.EmptyInput),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(
    tmp_path: Path, name: str, raw: bytes, error: type[errors.InputError]
) -> None:
    """Each kind of bad input has its own error, which names the file."""
    file = tmp_path / name
    file.write_bytes(raw)
    found = _one(file)
    assert isinstance(found, Rejected)
    assert type(found.error) is error
    assert name in found.error.message


def test_a_missing_file_and_a_huge_one_are_named(tmp_path: Path) -> None:
    """Neither ends the run."""
    huge = tmp_path / "huge.txt"
    huge.write_text("The town was hit. " * 100, encoding="utf-8")
    good = tmp_path / "good.txt"
    good.write_text("The town was hit.", encoding="utf-8")
    found = list(read_inputs([str(tmp_path / "none.txt"), str(huge), str(good)], InputOptions(max_bytes=100)))
    assert [type(f.error) for f in found if isinstance(f, Rejected)] == [errors.UnreadableInput, errors.TooLargeInput]
    assert isinstance(found[-1], Captured)


def test_one_bad_row_never_ends_a_table(tmp_path: Path) -> None:
    """A line that is no JSON, no object or has no text is rejected by its number; the others are read."""
    file = tmp_path / "rows.jsonl"
    rows = [
        json.dumps(
            {"id": "x1", "text": "The army said that it hit the port.", "published": "2019-05-04T23:30:00+03:00"}
        ),
        "not json",
        "[1]",
        '{"body": "x"}',
        json.dumps({"text": "Rebels took the pass."}),
    ]
    file.write_text("\n".join(rows), encoding="utf-8")
    found = list(read_inputs([str(file)]))
    assert [f.subject.rsplit(":", 1)[1] for f in found if isinstance(f, Rejected)] == ["2", "3", "4"]
    good = [f.document for f in found if isinstance(f, Captured)]
    assert [d.text for d in good] == ["The army said that it hit the port.", "Rebels took the pass."]
    assert (good[0].id_given, good[0].published, good[0].published_at) == (
        "x1",
        dt.date(2019, 5, 4),
        "2019-05-04T23:30:00+03:00",
    )


def test_a_table_is_read_by_its_column_map(tmp_path: Path) -> None:
    """Columns of other names are mapped; without the map the error lists those there are."""
    file = tmp_path / "rows.csv"
    file.write_text('body,day\n"The army said that it hit the port, and left.",2019-05-04\n', encoding="utf-8")
    rejected = _one(file)
    assert isinstance(rejected, Rejected)
    assert "body, day" in rejected.error.message
    found = _one(file, InputOptions(columns={"text": "body", "published": "day"}))
    assert isinstance(found, Captured)
    assert found.document.published == dt.date(2019, 5, 4)


def test_a_folder_is_read_in_order_of_name(tmp_path: Path) -> None:
    """All files below a folder are read, in an order that does not depend on the file system."""
    for name in ("b/2.txt", "a/1.txt", "c.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"The town of {name[0]} was hit.", encoding="utf-8")
    texts = [f.document.text for f in read_inputs([str(tmp_path)]) if isinstance(f, Captured)]
    assert texts == ["The town of a was hit.", "The town of b was hit.", "The town of c was hit."]


def test_lone_surrogates_are_replaced_and_offsets_stay(tmp_path: Path) -> None:
    """Half a character that no UTF-8 can hold becomes the sign for one that is missing."""
    file = tmp_path / "rows.jsonl"
    file.write_text('{"text": "The army \\ud83d said that it hit the port."}', encoding="utf-8")
    found = _one(file)
    assert isinstance(found, Captured)
    assert found.document.text == "The army \ufffd said that it hit the port."


@pytest.mark.parametrize("name", ["utf\0-8", "no-such-encoding", "hex"])
def test_a_declared_encoding_that_is_none_is_named(name: str) -> None:
    """A page or an answer may declare any nonsense as its encoding: it is an error of that input, and no more."""
    with pytest.raises(EncodingInput, match=r"a\.html"):
        decoded(b"Shelling killed six people.", "a.html", name)
