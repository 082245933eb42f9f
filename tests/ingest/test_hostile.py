from __future__ import annotations

import bz2
import datetime as dt
import gzip
import io
import json
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterclaim.ingest import Captured, InputOptions, Rejected, SetAside, read_inputs
from counterclaim.ledger import Ledger
from counterclaim.model import Document, Reading, encode
from tests.ingest.test_archives import RECORDS, REPORT, answer, record, zstd

TEXT = "Shelling killed six people in the town of Kidal on Sunday, residents said. The army denied that it had fired."
ATOM = f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>A</title><entry><id>1</id><title>T</title><updated>2020-01-02T03:04:05Z</updated><content type='html'>&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>"
RSS = f"<rss version='2.0'><channel><title>A</title><item><title>T</title><pubDate>Thu, 02 Jan 2020 03:04:05 GMT</pubDate><description>{TEXT}</description></item></channel></rss>"
MAIL = f'From: Desk <d@desk.example>\nSubject: =?utf-8?q?Shelling?=\nDate: Thu, 02 Jan 2020 03:04:05 +0000\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n{TEXT}\n--b\nContent-Type: text/html\n\n<p>{TEXT}</p>\n--b--\n'
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": [{"id": "1", "content_text": TEXT, "date_published": "2020-01-02T03:04:05Z"}]})  # fmt: skip
ROW = json.dumps({"id": "1", "text": TEXT, "title": "T", "published": "2020-01-02", "url": "https://a.example"})


def wacz(*archives: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, raw in archives:
            box.writestr(name, raw)
    return out.getvalue()


#: A sound input of every kind that is read, from which the others are made by damage.
SOUND: dict[str, bytes] = {
    "a.txt": TEXT.encode(), "a.html": REPORT, "a.json": f"[{ROW}]".encode(), "a.jsonl": f"{ROW}\n{ROW}\n".encode(),
    "a.csv": f'id,text,published\n1,"{TEXT}",2020-01-02\n'.encode(), "a.tsv": f"id\ttext\n1\t{TEXT}\n".encode(),
    "a.atom": ATOM.encode(), "a.rss": RSS.encode(), "b.xml": JSON_FEED.encode(), "a.eml": MAIL.encode(),
    "a.mbox": f"From d Thu Jan 02 2020\n{MAIL}\nFrom d Thu Jan 02 2020\n{MAIL}".encode(),
    "a.warc": b"".join([*RECORDS, record(answer(gzip.compress(REPORT), "Content-Encoding: gzip"))]),
    "a.warc.gz": b"".join(map(gzip.compress, RECORDS)), "a.warc.zst": b"".join(map(zstd, RECORDS)),
    "a.jsonl.gz": gzip.compress(f"{ROW}\n".encode()), "a.txt.zst": zstd(TEXT.encode()),
    "a.wacz": wacz(("archive/a.warc.gz", gzip.compress(RECORDS[1]))),
}  # fmt: skip


def read_in(folder: str | Path, name: str, raw: bytes, **options: object) -> list[Captured | Rejected | SetAside]:
    """What becomes of bytes under a name, each result in a form that a ledger can keep."""
    path = Path(folder) / name
    path.write_bytes(raw)
    found = list(read_inputs([str(path)], InputOptions(**options)))  # type: ignore[arg-type]
    for one in found:
        assert isinstance(one, Captured | Rejected | SetAside)
        if isinstance(one, Captured):
            encode(one.document)
    return found


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A sound input with bytes changed, cut, doubled or put in, or bytes that never were one."""
    name = draw(st.sampled_from(sorted(SOUND)))
    if draw(st.integers(0, 5)) == 0:
        return name, draw(st.binary(max_size=2_000))
    raw = bytearray(SOUND[name])
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(raw) - 1)))
        what = draw(st.sampled_from(["set", "cut", "drop", "double", "put"]))
        if what == "set" and raw:
            raw[at] = draw(st.integers(0, 255))
        elif what == "cut":
            del raw[at:]
        elif what == "drop":
            del raw[at : at + draw(st.integers(1, 40))]
        elif what == "double":
            raw[at:at] = raw[at : at + draw(st.integers(1, 200))]
        else:
            raw[at:at] = draw(st.one_of(st.binary(min_size=1, max_size=8), st.sampled_from(NASTY)))
    return name, bytes(raw)


#: What breaks readers: ends of lines and strings, surrogates, overrides, numbers out of range, tags, deep nesting.
NASTY = [
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", "\u202e".encode(), "\u2028".encode(), b"\\ud800", b"\r", b"\n\n", b'"', b"]]>",
    b"<!--", b"&#xD800;", b"&#99999999999;", b"=?utf-8?b?////?=", b"charset=utf-7", b"charset=idna", b"charset=rot13",
    b"charset=base64", b"Content-Length: -1\r\n", b"99999999999999999999", b"1e999", b"NaN", b"[" * 3_000, b"<b>" * 3_000,
    b"{" * 3_000, b"<![CDATA[", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"encoding='utf-7'", b"HTTP/1.1 x\r\n", b"0001-01-01",
]  # fmt: skip


# One seed: whether a commit passes must not hang on luck; other seeds are for a longer run by hand.
@settings(derandomize=True, max_examples=700, deadline=10_000, suppress_health_check=list(HealthCheck), database=None)
@given(damaged(), st.booleans())
def test_no_bytes_break_a_reader(given_bytes: tuple[str, bytes], sieve: bool) -> None:
    """Whatever stands in a file, it becomes captures, rejections and what is set aside, and never an error."""
    with TemporaryDirectory() as folder:
        read_in(folder, *given_bytes, sieve=sieve)


def _bomb(levels: int) -> bytes:
    raw = gzip.compress(b"\x00" * 300_000_000, 9)
    for _ in range(levels - 1):
        raw = gzip.compress(raw, 9)
    return raw


ENTITIES = "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'lol'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
) + "]><rss><channel><title>&j;</title></channel></rss>"  # fmt: skip
OUTSIDE = "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><rss><channel><item><description>&a;</description></item></channel></rss>"

#: An attack, and what must become of it: the kinds of results, in any order.
ATTACKS: dict[str, tuple[str, Callable[[], bytes], set[type]]] = {
    "a gzip bomb as text": ("a.txt.gz", lambda: _bomb(1), {Rejected}),
    "a gzip bomb as an archive": ("a.warc.gz", lambda: _bomb(1), {Rejected}),
    "a zstd bomb": ("a.jsonl.zst", lambda: zstd(b"\x00" * 300_000_000), {Rejected}),
    "a zip bomb": ("a.wacz", lambda: wacz(("archive/a.warc", b"\x00" * 300_000_000)), {Rejected}),
    "a gzip bomb in a WACZ": ("a.wacz", lambda: wacz(("archive/a.warc.gz", _bomb(1))), {Rejected}),
    "a bomb inside an answer": ("a.warc", lambda: record(answer(_bomb(1), "Content-Encoding: gzip")) + RECORDS[1], {Rejected, Captured}),
    "a WACZ packed by bzip2 that is damaged": ("a.wacz", lambda: b"PK\x03\x04" + bz2.compress(b"x" * 1000), {Rejected}),
    "entities that grow": ("a.rss", ENTITIES.encode, {Rejected}),
    "an entity that reads a file": ("a.rss", OUTSIDE.encode, {Rejected}),
    "a line of 100 MB in JSON Lines": ("a.jsonl", lambda: b'{"text": "' + b"a" * 100_000_000 + b'"}\n' + ROW.encode(), {Rejected, Captured}),
    "a line of 100 MB in a table": ("a.csv", lambda: b"id,text\n1," + b"a" * 100_000_000 + b"\n", {Rejected}),
    "a line of 100 MB in a mailbox": ("a.mbox", lambda: b"From a\n\n" + b"a" * 100_000_000 + b"\n", {Rejected}),
    "a header line of 100 MB": ("a.warc", lambda: b"WARC/1.0\r\nX: " + b"a" * 100_000_000, {Rejected}),
    "JSON nested deeply": ("a.json", lambda: b"[" * 1_000_000 + b"]" * 1_000_000, {Rejected}),
    "a JSON line nested deeply": ("a.jsonl", lambda: b'{"text": ' + b"[" * 1_000_000 + b"\n" + ROW.encode(), {Rejected, Captured}),
    "a feed nested deeply": ("a.rss", lambda: b"<rss><channel>" + b"<a>" * 200_000, {Rejected}),
    "a page nested deeply": ("a.html", lambda: b"<html><body>" + b"<div>" * 90_000 + TEXT.encode(), {Rejected, Captured}),
    "a mail nested deeply": ("a.eml", lambda: b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n' * 3_000, {Rejected, Captured}),
    "a number of many digits": ("a.jsonl", lambda: b'{"text": ' + b"9" * 100_000 + b"}\n" + ROW.encode(), {Rejected, Captured}),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_an_attack_ends_soon_and_small(tmp_path: Path, name: str) -> None:
    """Bombs, entities, endless lines and nesting are rejected by name within 20 seconds; what stands beside them is read."""
    file, made, kinds = ATTACKS[name]
    raw = made()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    found = read_in(tmp_path, file, raw)
    assert time.monotonic() - began < 20
    assert found
    assert {type(f) for f in found} <= kinds
    assert (Captured in {type(f) for f in found}) or kinds != {Rejected, Captured} or name.endswith("deeply")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < 700, f"{grown} MB"


def test_half_characters_and_overrides_reach_the_ledger(tmp_path: Path) -> None:
    """Lone surrogates in any field or file name are replaced; overrides of direction stay, as the report has them."""
    half = {name: f"\ud800 {name} \u202e" for name in ("title", "outlet", "url", "byline", "credit", "id")}
    (found,) = read_in(tmp_path, "a.jsonl", json.dumps(half | {"text": TEXT}).encode())
    assert isinstance(found, Captured)
    assert (found.document.outlet, found.document.id_given) == ("\ufffd outlet \u202e", "\ufffd id \u202e")
    empty = tmp_path / "\udcff.txt"
    empty.touch()
    with Ledger(tmp_path / "a.db") as ledger:
        assert len(ledger.ingest([str(empty)]).rejected) == 1
        assert ledger.run_counts()[0].failures == {"ingest": 1}
        ledger.verify()


@pytest.mark.parametrize(
    ("outlet", "word"),
    [
        ("R\u0435uters", "R\u0435uters"),
        ("The \u0391P News", "\u0391P"),
        ("RT \u043d\u0430 \u0440\u0443\u0441\u0441\u043a\u043e\u043c", None),
        ("Al Jazeera", None),
        ("\u6771\u4eacNews", None),
        ("Le Monde d\u2019\u00c9t\u00e9", None),
        (None, None),
    ],
)
def test_a_name_of_several_alphabets_is_told(tmp_path: Path, outlet: str | None, word: str | None) -> None:
    """An outlet that poses as another by letters that look alike stays an outlet of its own, and the run says so."""
    document = Document.of(TEXT, outlet=outlet, published=dt.date(2020, 1, 2))
    found = Captured(document, "a.txt", "text/plain", "0" * 64, TEXT.encode())
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.add_read([(found, Reading(document))])
        told = [str(detail) for _, _, stage, _, detail in ledger.store.rows("failures") if stage == "outlet"]
        assert len(told) == (word is not None)
        assert all(repr(word) in detail for detail in told)
        assert ledger.document(document.id).outlet == outlet
