"""One round over the feeds that are followed: what is new or edited becomes captures.

What was seen is kept in a :class:`Memory`. It is saved by the caller once the captures are in the ledger: a round that
is killed is made again, and the ledger leaves out what it holds already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import msgspec

from counterclaim.errors import InputError
from counterclaim.ingest.capture import Captured, InputOptions, Rejected, SetAside, captured, digest_of
from counterclaim.ingest.feed import Entry, feed_of
from counterclaim.ingest.fetch import Fetched, Unwelcome
from counterclaim.ingest.kept import Kept
from counterclaim.ingest.page_html import fields_of_html

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from counterclaim.ingest.feed import Feed
    from counterclaim.ingest.fetch import Fetcher
    from counterclaim.ingest.subscriptions import Subscription, Subscriptions

#: After the first failure a feed is left alone for a quarter of an hour, then twice as long each time, to a day.
_FIRST_WAIT, _LONGEST_WAIT = 900.0, 86_400.0
_MOST_SEEN = 5_000


class FeedMemory(msgspec.Struct):
    """What is known of one feed: its validators, when it may be asked again, and a digest of each entry seen."""

    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    not_before: float = 0.0
    seen: dict[str, str] = {}


class Memory(Kept):
    """What is known of all feeds, by address."""

    without_it: ClassVar[str] = "all feeds are read anew"

    feeds: dict[str, FeedMemory] = msgspec.field(default_factory=dict)


def captures_of_feeds(
    subscriptions: Subscriptions, fetcher: Fetcher, memory: Memory, options: InputOptions, now: float
) -> Iterator[Captured | Rejected | SetAside]:
    """What is new in each feed that is due, and what was edited since it was seen.

    Args:
        subscriptions: the feeds, and how many pages of each to fetch.
        fetcher: asks for feeds and pages.
        memory: what was seen; changed on the way, saved by the caller.
        options: defaults for what pages and feeds do not say.
        now: seconds since 1970.
    """
    for subscription in subscriptions.feed:
        known = memory.feeds.setdefault(subscription.url, FeedMemory())
        if known.not_before > now:
            yield SetAside(subscription.url, "feeds that failed lately and are not asked yet")
            continue
        try:
            answer = fetcher.get(subscription.url, _conditions(known))
            feed = None if answer.status == 304 else feed_of(answer.body, subscription.url)
        except InputError as error:
            _put_off(known, error, now)
            yield Rejected(subscription.url, error)
            continue
        known.failures, known.not_before = 0, 0.0
        if feed is None:
            continue
        complete = yield from _fresh_entries(
            subscription, feed, fetcher, known, options, subscriptions.fetch.most_pages
        )
        # Where pages are still to be fetched, a 304 in the next round would hide them.
        validators = answer.headers if complete else {}
        known.etag, known.modified = validators.get("etag"), validators.get("last-modified")


def _conditions(known: FeedMemory) -> dict[str, str]:
    said = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in said.items() if value}


def _put_off(known: FeedMemory, error: InputError, now: float) -> None:
    wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2**known.failures)
    asked = error.wait if isinstance(error, Unwelcome) else None
    known.failures += 1
    known.not_before = now + max(wait, asked or 0.0)


def _fresh_entries(
    subscription: Subscription, feed: Feed, fetcher: Fetcher, known: FeedMemory, options: InputOptions, most: int
) -> Generator[Captured | Rejected | SetAside, None, bool]:
    """Captures of what was not seen yet; returns whether all of it could be asked for."""
    fetched, complete = 0, True
    for entry in feed.entries:
        name = entry.id or entry.url or digest_of(entry.raw)
        digest = digest_of(f"{entry.title}\n{entry.published}\n".encode() + entry.raw)
        if known.seen.get(name) == digest:
            continue
        if subscription.pages and entry.url:
            if fetched >= most:
                complete = False
                yield SetAside(entry.url, "pages over the bound of one round; the next fetches them")
                continue
            fetched += 1
            found = _page(subscription, feed, entry, fetcher, options)
        else:
            fields = _fields(subscription, feed, entry)
            found = captured(fields, options, entry.url or name, "application/feed", entry.raw)
        yield found
        if isinstance(found, Rejected) and isinstance(found.error, Unwelcome) and found.error.busy:
            complete = False
        else:
            known.seen[name] = digest
    for name in list(known.seen)[: max(0, len(known.seen) - _MOST_SEEN)]:
        del known.seen[name]
    return complete


def _page(
    subscription: Subscription, feed: Feed, entry: Entry, fetcher: Fetcher, options: InputOptions
) -> Captured | Rejected | SetAside:
    """The page of an entry; where it cannot be had but the feed holds the whole text, that."""
    url = str(entry.url)
    told = _fields(subscription, feed, entry)
    try:
        answer = fetcher.get(url)
        fields = fields_of_html(answer.body, url, options.encoding)
    except InputError as error:
        if entry.full:
            return captured(told, options, url, "application/feed", entry.raw)
        return Rejected(url, error)
    merged = {name: fields.get(name) or told.get(name) for name in {*fields, *told}}
    merged["outlet"] = subscription.outlet or merged["outlet"]
    return captured(merged, options, url, "text/html", answer.body, headers=_kept(answer))


def _fields(subscription: Subscription, feed: Feed, entry: Entry) -> dict[str, str | None]:
    return {
        "id": entry.id, "title": entry.title, "url": entry.url, "published": entry.published, "byline": entry.byline,
        "outlet": subscription.outlet or feed.title, "text": entry.text,
    }  # fmt: skip


def _kept(answer: Fetched) -> dict[str, str]:
    """The headers that say what a capture was: its type, its time, its validators, and the address that answered."""
    named = ("date", "content-type", "etag", "last-modified")
    return {"url": answer.url, **{name: answer.headers[name] for name in named if name in answer.headers}}
