from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.model import Document, content_id, decode, encode


@given(st.text(max_size=200), st.text(max_size=40))
def test_json_gives_back_what_was_written_on_one_line(text: str, title: str) -> None:
    """A document of any text is one line of JSON for every reader, and comes back the same."""
    document = Document.of(text, title=title)
    raw = encode(document)
    assert len(raw.decode("utf-8").splitlines()) == 1
    assert decode(raw, Document) == document


def test_an_id_is_a_hash_of_what_it_names() -> None:
    """The same report has the same id anywhere; another outlet's is another document."""
    assert Document.of("a", outlet="x").id == Document.of("a", outlet="x").id != Document.of("a", outlet="y").id
    assert content_id("c", 1, None).startswith("c")
