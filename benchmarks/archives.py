"""Speed of reading archives, as ratios in one run: sieve, WARC, whole reading, two processes against one.

usage: python -m benchmarks.archives [--pages N] [--processes N] [--json]

The archive is made here: one page in ten is a packaged demonstration report, the rest are of common words, none of an
incident. What one process does is timed by the processor's clock, which other work on the machine hardly moves; processes
are compared by the wall clock, so that the load of the machine is told beside it.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import random
import time
from importlib import resources
from typing import TYPE_CHECKING, TypeVar

from benchmarks.invented_words import common_words
from counterclaim.engines import Engine, read_in_order, shared_reader
from counterclaim.ingest import Captured, InputOptions, read_inputs
from counterclaim.ingest.warc import captures_of_warc, records_of
from counterclaim.model import Document
from counterclaim.text import sieve
from counterclaim.text.blocks import blocks_of
from counterclaim.text.page import READ

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

_LONGEST = 50_000_000
_MENU = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("home", "world", "sport", "weather", "about"))


def reports() -> list[Document]:
    """The packaged demonstration reports."""
    file = resources.files("counterclaim.lexicon") / "demo" / "reports.jsonl"
    with resources.as_file(file) as path:
        return [found.document for found in read_inputs([str(path)]) if isinstance(found, Captured)]


def copies(documents: list[Document], number: int) -> list[Document]:
    """So many documents, the same again and again, each with a line of its own."""
    return [
        Document.of(f"{d.text}\nEdition {n}.", title=d.title, outlet=d.outlet, published=d.published)
        for n, d in ((n, documents[n % len(documents)]) for n in range(number))
    ]


def archive(documents: list[Document], pages: int) -> bytes:
    """A WARC of so many pages, each a member of gzip, as crawlers write it."""
    chance = random.Random(11)  # noqa: S311 - invented pages
    out = io.BytesIO()
    for number, report in enumerate(copies(documents, pages)):
        told = number % 10 == 0
        title = report.title if told else "Of other things"
        lines = report.text.split("\n") if told else [_sentence(chance) for _ in range(24)]
        body = "".join(f"<p>{line}</p>" for line in lines)
        page = f"<html><body><ul>{_MENU}</ul><article><h1>{title}</h1>{body}</article></body></html>"
        out.write(gzip.compress(_record(page.encode(), number), 6))
    return out.getvalue()


def _sentence(chance: random.Random) -> str:
    words = [word for word in common_words(chance, 16) if not sieve.names_incident(word)]
    return f"The {' '.join(words)} and the rest of it was for all of us."


def _record(page: bytes, number: int) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/{number}\r\n"
        f"WARC-Date: 2024-03-03T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def processor_seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The least of some rounds, by the clock of the processor."""
    took = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took)


def wall_seconds(work: Callable[[], object]) -> float:
    """By the clock on the wall."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _emptied(stream: io.BufferedReader) -> int:
    return sum(len(piece) for piece in iter(lambda: stream.read(1 << 16), b""))


def _drained(things: Iterable[T]) -> int:
    return sum(1 for _ in things)


def sieve_and_warc(packed: bytes) -> dict[str, float]:
    """Sieve against a memory copy, and reading WARC against unpacking and parting it into records."""
    plain = gzip.decompress(packed)
    options, sieving = InputOptions(), InputOptions(sieve=True)
    texts = [
        found.document.text
        for found in captures_of_warc(io.BytesIO(plain), "a", options)
        if isinstance(found, Captured)
    ]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    raw = [record.block or b"" for record in records_of(io.BytesIO(plain), "a", _LONGEST)]
    size = sum(map(len, raw)) / 1e6
    copy = processor_seconds(lambda: [bytes(bytearray(block)) for block in raw for _ in range(20)]) / 20
    of_text = processor_seconds(lambda: [sieve.reason_against(text) for text in texts])
    of_pages = processor_seconds(lambda: [sieve.reason_against_page(block) for block in raw])
    bare = processor_seconds(lambda: _drained(records_of(_unpacked(packed), "a", _LONGEST)))
    unpacking = processor_seconds(lambda: _emptied(_unpacked(packed)))
    whole = processor_seconds(lambda: _drained(captures_of_warc(_unpacked(packed), "a", options)))
    sieved = processor_seconds(lambda: _drained(captures_of_warc(_unpacked(packed), "a", sieving)))
    return {
        "sieve of text, MB a second": megabytes / of_text,
        "sieve of pages, MB a second": size / of_pages,
        "memory copy, MB a second": size / copy,
        "sieve of pages, times a memory copy": of_pages / copy,
        "records of packed WARC, MB a second": len(plain) / 1e6 / bare,
        "records, times unpacking alone": bare / unpacking,
        "pages with their main text, times records": whole / bare,
        "the same with the sieve, times records": sieved / bare,
    }


def _unpacked(packed: bytes) -> io.BufferedReader:
    return io.BufferedReader(gzip.GzipFile(fileobj=io.BytesIO(packed)))


def reading(documents: list[Document], packed: bytes) -> dict[str, float]:
    """Whole reading against the parser alone: on reports of incidents, and on an archive of which they are a tenth."""
    reader = shared_reader()
    list(reader.read_all(documents[:3]))
    pages = [f.document for f in captures_of_warc(_unpacked(packed), "a", InputOptions()) if isinstance(f, Captured)]

    def parsed(some: list[Document]) -> int:
        return _drained(
            reader.parser.pipe((b.text for d in some for b in blocks_of(d) if b.kind in READ), batch_size=16)
        )

    def sieved() -> int:
        found = captures_of_warc(_unpacked(packed), "a", InputOptions(sieve=True))
        return _drained(reader.read_all(f.document for f in found if isinstance(f, Captured)))

    words = sum(len(d.text.split()) for d in documents)
    alone = processor_seconds(lambda: parsed(documents), 2)
    whole = processor_seconds(lambda: _drained(reader.read_all(documents)), 2)
    return {
        "parser alone, words a second": words / alone,
        "whole reading, words a second": words / whole,
        "whole reading, times the parser's speed": alone / whole,
        "archive with the sieve, times the parser's speed on all its pages": processor_seconds(lambda: parsed(pages), 1)
        / processor_seconds(sieved, 1),
    }


def several(documents: list[Document], processes: int) -> dict[str, float]:
    """Several processes against one, from nothing: loading of the models included, by the wall clock."""
    many = copies(documents, 5 * len(documents))

    def read(engine: Engine) -> float:
        return wall_seconds(lambda: _drained(read_in_order(many, lambda document: document, engine)))

    one = wall_seconds(lambda: _one_process(many))
    return {
        f"{processes} processes, times the speed of one": one / read(Engine("local", processes)),
        "load of the machine, processes": os.getloadavg()[0],
        "cores": float(os.cpu_count() or 1),
    }


def _one_process(documents: list[Document]) -> None:
    """One worker of its own, so that it loads what each of several loads."""
    from counterclaim.engines.local import LocalPool
    from counterclaim.engines.ordered import read_with

    with LocalPool(1) as pool:
        _drained(read_with(pool, documents, lambda document: document, "counterclaim"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    documents = reports()
    packed = archive(documents, chosen.pages)
    rows = {**sieve_and_warc(packed), **reading(documents, packed), **several(documents, chosen.processes)}
    if chosen.json:
        print(json.dumps(rows, indent=1))
        return
    for name, value in rows.items():
        print(f"{name:68s} {value:10,.2f}")


if __name__ == "__main__":
    main()
