from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from counterclaim import errors
from counterclaim.ingest import Captured, InputOptions, Rejected, SetAside, read_inputs

REPORT = (
    b"<html><head><meta property='og:site_name' content='The Coast'>"
    b'<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Strike hits port",'
    b' "datePublished": "2019-05-04T10:00:00Z", "author": [{"@type": "Organization", "name": "Reuters"}],'
    b' "publisher": {"name": "The Coast Daily"}}]}</script></head><body><article><h1>Strike hits port</h1>'
    b"<p>Jets bombed the port of Sabla on Friday, killing nine dock workers, the harbour master said in a statement.</p>"
    b"<p>The army denied that it had carried out the strike and said that it would investigate the reports.</p>"
    b"</article></body></html>"
)
SHOPPING = (
    b"<html><body><article><p>The new kettle boils water in two minutes and the shop sells it in three colours.</p>"
    b"<p>It is the best that we have tried this year, and the handle stays cool when the water is hot.</p></article></body></html>"
)


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(block: bytes, kind: str = "response", media: str = "application/http; msgtype=response") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://coast.example/a\r\nWARC-Date: 2019-05-05T01:02:03Z\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


RECORDS = [
    record(b"software: test\r\n", "warcinfo", "application/warc-fields"),
    record(answer(REPORT)),
    record(answer(b"gone", status="404 Not Found")),
    record(answer(SHOPPING)),
]


def zstd(raw: bytes) -> bytes:
    zstandard = pytest.importorskip("zstandard")
    packed: bytes = zstandard.ZstdCompressor().compress(raw)
    return packed


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst"])
def test_an_archive_gives_its_pages_however_it_is_packed(tmp_path: Path, name: str) -> None:
    """Plain, gzip and zstd WARC give the same page with headers, time and digest; a missing page is set aside."""
    packs: dict[str, Callable[[bytes], bytes]] = {"a.warc": bytes, "a.warc.gz": gzip.compress, "a.warc.zst": zstd}
    (tmp_path / name).write_bytes(b"".join(packs[name](r) for r in RECORDS))
    found = list(read_inputs([str(tmp_path / name)]))
    assert [type(f) for f in found] == [Captured, SetAside, Captured]
    page = found[0]
    assert isinstance(page, Captured)
    assert page.captured_at == "2019-05-05T01:02:03Z"
    assert page.raw == REPORT
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.document.url == "https://coast.example/a"


def test_a_page_says_itself_who_wrote_it(tmp_path: Path) -> None:
    """JSON-LD goes before OpenGraph, and a byline that is an agency is its credit."""
    (tmp_path / "a.html").write_bytes(REPORT)
    (found,) = read_inputs([str(tmp_path)])
    assert isinstance(found, Captured)
    document = found.document
    assert (document.outlet, document.byline, document.credit) == ("The Coast Daily", "Reuters", "Reuters")
    assert document.published_at == "2019-05-04T10:00:00Z"


def test_the_sieve_sets_other_pages_aside_and_says_why(tmp_path: Path) -> None:
    """With the sieve only the report is read; the rest is counted by its reason."""
    (tmp_path / "a.warc").write_bytes(b"".join(RECORDS))
    found = list(read_inputs([str(tmp_path)], InputOptions(sieve=True)))
    assert [f.reason for f in found if isinstance(f, SetAside)] == ["answer 404", "no word of an incident"]
    assert sum(isinstance(f, Captured) for f in found) == 1


@pytest.mark.parametrize("coding", ["gzip", "deflate", "chunked"])
def test_the_packing_of_an_answer_is_undone(tmp_path: Path, coding: str) -> None:
    """Bodies in chunks or packed by the server are read as the page that they carry."""
    body = {
        "gzip": gzip.compress(REPORT),
        "deflate": zlib.compress(REPORT),
        "chunked": f"{len(REPORT):x}\r\n".encode() + REPORT + b"\r\n0\r\n\r\n",
    }[coding]
    header = "Transfer-Encoding: chunked" if coding == "chunked" else f"Content-Encoding: {coding}"
    (tmp_path / "a.warc").write_bytes(record(answer(body, header)))
    (found,) = read_inputs([str(tmp_path)])
    assert isinstance(found, Captured)
    assert found.raw == REPORT


def test_a_wacz_is_read_without_unpacking_it_to_the_disk(tmp_path: Path) -> None:
    """The archives inside are read in order of name; a name that climbs out writes nothing."""
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as box:
        box.writestr("../../archive/evil.warc.gz", gzip.compress(RECORDS[1]))
        box.writestr("archive/one.warc", RECORDS[1])
        box.writestr("pages/pages.jsonl", "{}")
    found = list(read_inputs([str(tmp_path / "a.wacz")]))
    assert [type(f) for f in found] == [Captured, Captured]
    assert [p.name for p in tmp_path.iterdir()] == ["a.wacz"]


@pytest.mark.parametrize("cut", [10, 200, 900])
def test_an_archive_cut_short_keeps_what_came_before(tmp_path: Path, cut: int) -> None:
    """The whole records are read, and the damage is named once."""
    packed = gzip.compress(RECORDS[1]) + gzip.compress(RECORDS[1])
    (tmp_path / "a.warc.gz").write_bytes(packed[: len(gzip.compress(RECORDS[1])) + min(cut, 300)])
    found = list(read_inputs([str(tmp_path / "a.warc.gz")]))
    assert isinstance(found[0], Captured)
    assert [type(f.error) for f in found if isinstance(f, Rejected)] == [errors.UnreadableInput]


def test_a_mailbox_gives_its_messages(tmp_path: Path) -> None:
    """Sender, subject and date of a press release are its outlet, title and day; a quoted "From" ends no message."""
    mail = (
        "From desk@army.example Mon May  6 10:00:00 2019\nFrom: Army Press Desk <desk@army.example>\nSubject: Statement\n"
        "Date: Mon, 06 May 2019 10:00:00 +0300\nMessage-ID: <1@army.example>\n\n"
        "The army said that it did not hit the port.\n>From the first day it has denied this.\n\n"
    )
    (tmp_path / "a.mbox").write_text(mail * 2, encoding="utf-8")
    found = [f for f in read_inputs([str(tmp_path)]) if isinstance(f, Captured)]
    assert len(found) == 2
    document = found[0].document
    assert (document.outlet, document.title, str(document.published)) == ("Army Press Desk", "Statement", "2019-05-06")
    assert "\nFrom the first day" in document.text
    assert found[0].headers["message-id"] == "<1@army.example>"


def test_a_parquet_table_is_read_by_its_column_map(tmp_path: Path) -> None:
    """Rows come in order with only the mapped columns; a missing one is named with those there are."""
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    rows = {"body": ["The army said that it hit the port.", "Rebels took the pass."], "day": ["2019-05-04", None]}
    pq.write_table(pa.table(rows), tmp_path / "a.parquet")
    (rejected,) = read_inputs([str(tmp_path)])
    assert isinstance(rejected, Rejected)
    assert "body, day" in rejected.error.message
    found = list(read_inputs([str(tmp_path)], InputOptions(columns={"text": "body", "published": "day"})))
    assert [str(f.document.published) for f in found if isinstance(f, Captured)] == ["2019-05-04", "None"]


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Coast</title><item><title>Strike hits port</title><link>https://coast.example/a</link>
<pubDate>Sat, 04 May 2019 10:00:00 GMT</pubDate><description>A summary.</description>
<content:encoded><![CDATA[<p>Jets bombed the port, the mayor said.</p><p>The army denied it.</p>]]></content:encoded></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Coast</title><entry><id>x</id><title>Strike hits port</title>
<link rel="self" href="https://coast.example/self"/><link href="https://coast.example/a"/><published>2019-05-04T10:00:00Z</published>
<content type="html">&lt;p&gt;Jets bombed the port, the mayor said.&lt;/p&gt;&lt;p&gt;The army denied it.&lt;/p&gt;</content></entry></feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Coast",
        "items": [
            {
                "id": "x",
                "url": "https://coast.example/a",
                "title": "Strike hits port",
                "date_published": "2019-05-04T10:00:00Z",
                "content_html": "<p>Jets bombed the port, the mayor said.</p><p>The army denied it.</p>",
            }
        ],
    }
)


@pytest.mark.parametrize(("name", "text"), [("a.rss", RSS), ("a.atom", ATOM), ("a.xml", JSON_FEED)])
def test_every_form_of_feed_gives_the_same_entry(tmp_path: Path, name: str, text: str) -> None:
    """Title, outlet, day, address and the whole text of an entry, not its summary."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    (found,) = read_inputs([str(tmp_path)])
    assert isinstance(found, Captured)
    document = found.document
    assert document.text == "Jets bombed the port, the mayor said.\nThe army denied it."
    assert (document.title, document.outlet, str(document.published), document.url) == (
        "Strike hits port",
        "The Coast",
        "2019-05-04",
        "https://coast.example/a",
    )


def test_packed_rows_are_read_as_they_come(tmp_path: Path) -> None:
    """A .jsonl.gz is a table like any other."""
    packed = io.BytesIO()
    with gzip.open(packed, "wt") as out:
        out.write('{"text": "The army said that it hit the port."}\n{"text": "Rebels took the pass."}\n')
    (tmp_path / "a.jsonl.gz").write_bytes(packed.getvalue())
    assert sum(isinstance(f, Captured) for f in read_inputs([str(tmp_path)])) == 2
