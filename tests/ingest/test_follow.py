from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from counterclaim.errors import InputError, TooLargeInput, UnreadableInput
from counterclaim.ingest import Captured, InputOptions, Rejected, SetAside
from counterclaim.ingest.fetch import Fetcher, Unwelcome, public_addresses
from counterclaim.ingest.follow import Memory, captures_of_feeds
from counterclaim.ingest.subscriptions import Manners, Subscription, Subscriptions, subscriptions_in
from tests.loopback import Answer, Asked, answering

QUICK = Manners(pause=0.0, timeout=5.0, most_bytes=200_000)
STORY = "Shelling killed {count} people in the town of Kidal on Sunday, residents said, and the army denied that it had fired on the town."


@dataclass
class Site:
    """A small site on loopback: what each path answers, and what was asked of it."""

    answers: dict[str, tuple[int, dict[str, str], str]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    address: str = ""

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()

    def answer(asked: Asked) -> Answer:
        made.asked.append((asked.path, dict(asked.headers)))
        status, headers, body = made.answers.get(asked.path, (404, {}, "nothing here"))
        if headers.get("ETag") and asked.headers.get("if-none-match") == headers["ETag"]:
            status, body = 304, ""
        return Answer(status, headers, body)

    with answering(answer) as made.address:
        yield made


def put_story(site: Site, *, count: int = 3, etag: str = '"one"', updated: str = "2018-06-18T10:00:00Z") -> None:
    page = f"{site.address}/story"
    site.answers["/feed"] = (
        200,
        {"ETag": etag, "Content-Type": "application/atom+xml"},
        (
            f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><entry><id>e1</id><title>Shelling</title>'
            f'<link href="{page}"/><updated>{updated}</updated><summary>{count} dead</summary></entry></feed>'
        ),
    )
    body = STORY.format(count=count)
    site.answers["/story"] = (
        200,
        {"Content-Type": "text/html; charset=utf-8", "ETag": etag},
        (
            f"<html><head><title>Shelling</title></head><body><article><h1>Shelling</h1><p>{body}</p><p>{body} It was the "
            f"second such day this month, they said.</p></article></body></html>"
        ),
    )


def round_over(
    site: Site, memory: Memory, *, now: float = 0.0, manners: Manners = QUICK
) -> list[Captured | Rejected | SetAside]:
    listed = Subscriptions((Subscription(f"{site.address}/feed"),), manners)
    with Fetcher(manners, allow_private=True) as fetcher:
        return list(captures_of_feeds(listed, fetcher, memory, InputOptions(), now))


def test_a_feed_is_read_once_and_its_edited_page_again(site: Site, tmp_path: Path) -> None:
    """The first round reads the page, the second asks conditionally and reads nothing, an edit is read again."""
    put_story(site)
    memory = Memory()
    (first,) = round_over(site, memory)
    assert isinstance(first, Captured)
    assert "killed 3 people" in first.document.text
    assert first.document.outlet is not None
    assert first.headers["etag"] == '"one"'
    kept = tmp_path / "seen.json"
    memory.save(kept)
    memory = Memory.read(kept)
    assert round_over(site, memory) == []
    assert site.asked[-1][1]["if-none-match"] == '"one"'
    put_story(site, count=5, etag='"two"', updated="2018-06-18T15:00:00Z")
    (again,) = round_over(site, memory)
    assert isinstance(again, Captured)
    assert "killed 5 people" in again.document.text


def test_robots_txt_is_obeyed(site: Site) -> None:
    """What a host asks programs not to read is not asked for, and the reason is named."""
    put_story(site)
    site.answers["/robots.txt"] = (200, {}, "User-agent: *\nDisallow: /story\n")
    (found,) = round_over(site, Memory())
    assert isinstance(found, Rejected)
    assert "robots.txt" in found.error.message
    assert "/story" not in site.paths()


def test_a_failing_feed_is_left_alone_for_longer_each_time(site: Site) -> None:
    """A busy host is not asked again before the time that it names; each failure doubles the wait."""
    site.answers["/feed"] = (503, {"Retry-After": "3600"}, "")
    memory = Memory()
    (found,) = round_over(site, memory, now=1000.0)
    assert isinstance(found, Rejected)
    asked = site.paths().count("/feed")
    (found,) = round_over(site, memory, now=1000.0 + 3599)
    assert isinstance(found, SetAside)
    assert site.paths().count("/feed") == asked
    site.answers["/feed"] = (500, {}, "")
    waits = []
    now = 5000.0
    for _ in range(3):
        round_over(site, memory, now=now)
        waits.append(memory.feeds[f"{site.address}/feed"].not_before - now)
        now = memory.feeds[f"{site.address}/feed"].not_before
    assert waits[1] == 2 * waits[0]
    assert waits[2] == 2 * waits[1]


def test_a_private_address_is_refused(site: Site) -> None:
    """A feed cannot make the program ask this machine or its network, also not by a redirect."""
    put_story(site)
    with Fetcher(QUICK) as fetcher, pytest.raises(UnreadableInput, match="private address"):
        fetcher.get(f"{site.address}/feed")
    assert site.asked == []
    for host in ("127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "192.168.1.1"):
        with pytest.raises(OSError, match="private"):
            public_addresses(host, 80)


def test_answers_are_bounded(site: Site) -> None:
    """An endless page, an endless chain of redirects and another scheme end with an error that names the address."""
    site.answers["/big"] = (200, {}, "x" * 300_000)
    site.answers["/loop"] = (302, {"Location": "/loop"}, "")
    site.answers["/file"] = (302, {"Location": "file:///etc/passwd"}, "")
    with Fetcher(QUICK, allow_private=True) as fetcher:
        with pytest.raises(TooLargeInput, match="/big"):
            fetcher.get(f"{site.address}/big")
        with pytest.raises(UnreadableInput, match="without end"):
            fetcher.get(f"{site.address}/loop")
        with pytest.raises(UnreadableInput, match="no address of the web"):
            fetcher.get(f"{site.address}/file")


def test_a_host_gets_its_pause(site: Site) -> None:
    """Between two requests to one host lies the pause that the list of feeds asks for."""
    put_story(site)
    slept: list[float] = []
    clock = iter(float(k) / 100 for k in range(1000))
    with Fetcher(Manners(pause=2.0), allow_private=True, clock=lambda: next(clock), sleep=slept.append) as fetcher:
        fetcher.get(f"{site.address}/feed")
        fetcher.get(f"{site.address}/story")
    assert len(slept) == 2  # before the feed, after robots.txt; before the story
    assert all(1.5 < s <= 2.0 for s in slept)


def test_a_busy_page_is_asked_for_again(site: Site) -> None:
    """A page whose host was busy is no entry seen: the next round asks for it again."""
    put_story(site)
    good = site.answers["/story"]
    site.answers["/story"] = (429, {"Retry-After": "5"}, "")
    memory = Memory()
    (found,) = round_over(site, memory)
    assert isinstance(found, Rejected)
    assert isinstance(found.error, Unwelcome)
    site.answers["/story"] = good
    (found,) = round_over(site, memory)
    assert isinstance(found, Captured)


def test_lists_of_feeds(tmp_path: Path) -> None:
    """TOML by hand and OPML from a feed reader give the same feeds; what is wrong is named."""
    toml, opml = tmp_path / "feeds.toml", tmp_path / "feeds.opml"
    toml.write_text(
        '[fetch]\npause = 5\n[[feed]]\nurl = "https://desk.example/rss"\noutlet = "Desk"\n', encoding="utf-8"
    )
    opml.write_text(
        '<opml version="2.0"><body><outline text="All"><outline type="rss" text="Desk" '
        'xmlUrl="https://desk.example/rss"/></outline></body></opml>',
        encoding="utf-8",
    )
    assert subscriptions_in(toml).feed == subscriptions_in(opml).feed
    assert subscriptions_in(toml).fetch.pause == 5
    for wrong, reason in (("[[feed]]\nlink = 'x'", "no list of feeds"), ('[[feed]]\nurl = "ftp://x"', "no address")):
        toml.write_text(wrong, encoding="utf-8")
        with pytest.raises(InputError, match=reason):
            subscriptions_in(toml)
