"""Which feeds to follow: a TOML file by hand, or the OPML that feed readers export."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import msgspec

from counterclaim.errors import InputError, UnreadableInput
from counterclaim.ingest.feed import xml_of

if TYPE_CHECKING:
    from pathlib import Path


class Subscription(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One feed.

    Attributes:
        url: its address.
        outlet: who publishes it; where it is not given, what the page or the feed says of itself.
        pages: fetch the page of each entry; without it, what the feed itself holds is read.
    """

    url: str
    outlet: str | None = None
    pages: bool = True


class Manners(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to ask.

    Attributes:
        agent: what the program calls itself; an address to write to belongs into it.
        pause: seconds between two requests to one host.
        timeout: seconds until a request is given up.
        most_bytes: largest answer that is taken, in bytes.
        most_pages: most pages of one feed that are fetched in one round.
    """

    agent: str = "counterclaim (a reader of news for research; follows robots.txt)"
    pause: float = 2.0
    timeout: float = 30.0
    most_bytes: int = 5_000_000
    most_pages: int = 200


class Subscriptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``feeds.toml``: ``[fetch]`` with :class:`Manners`, and a ``[[feed]]`` for each :class:`Subscription`."""

    feed: tuple[Subscription, ...]
    fetch: Manners = Manners()


def subscriptions_in(path: Path) -> Subscriptions:
    """The feeds that a TOML or OPML file lists.

    Raises:
        UnreadableInput: the file is not there or cannot be opened.
        InputError: it is neither form, or lists no feed; the message says what is wrong.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror}", subject=str(path)) from error
    if raw.lstrip()[:1] == b"<":
        return _of_opml(raw, str(path))
    try:
        found = msgspec.convert(tomllib.loads(raw.decode("utf-8")), Subscriptions)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        message = f'{path} is no list of feeds: {error}; write [[feed]] and url = "https://..." for each'
        raise InputError(message, subject=str(path)) from error
    return _some(found, str(path))


def _of_opml(raw: bytes, subject: str) -> Subscriptions:
    outlines = [e for e in xml_of(raw, subject).iter() if str(e.tag).lower() == "outline"]
    feeds = []
    for outline in outlines:
        said = {name.lower(): value.strip() for name, value in outline.attrib.items()}
        if said.get("xmlurl"):
            feeds.append(Subscription(said["xmlurl"], said.get("title") or said.get("text") or None))
    return _some(Subscriptions(tuple(feeds)), subject)


def _some(found: Subscriptions, subject: str) -> Subscriptions:
    if not found.feed:
        raise InputError(f"{subject} lists no feed; add one with its url", subject=subject)
    for feed in found.feed:
        if not feed.url.startswith(("http://", "https://")):
            raise InputError(
                f"{feed.url!r} in {subject} is no address of the web; begin it with https://", subject=subject
            )
    return found
