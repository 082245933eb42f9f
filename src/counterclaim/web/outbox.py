"""What is still to be sent to whom: notices of news, kept in a file beside the ledger until they have arrived.

Deciding stands here, sending in :mod:`counterclaim.web.delivery`: a round is asked for what is due, and told what came
of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import msgspec

from counterclaim.ingest.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from counterclaim.export.news import Entry

#: Seconds until a notice that did not arrive is sent again, by how often it was tried (Standard Webhooks 1.0, "Deliverability"); after the last it is dropped.
WAITS = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
_MOST_SEEN = 20_000


class Notice(msgspec.Struct):
    """One piece of news on its way: its body as it is sent, how often it was tried, and when it is due (seconds since 1970)."""

    id: str
    body: str
    tried: int = 0
    due: float = 0.0


class Receiver(msgspec.Struct):
    """One address: what it was told or need not be told, what waits, what was dropped, and whether it is gone for good."""

    seen: list[str] = []
    waiting: list[Notice] = []
    dropped: int = 0
    gone: bool = False


class Outbox(Kept):
    """All receivers by address."""

    without_it: ClassVar[str] = "only news from then on are sent"

    receivers: dict[str, Receiver] = msgspec.field(default_factory=dict)

    def take(self, url: str, news: Iterable[Entry], address: str = "", *, from_now: bool = True) -> int:
        """Put what a receiver has not been told into its queue, the oldest first.

        Args:
            url: the receiver.
            news: what there is.
            address: where the pages of the ledger are, for the links of the notices.
            from_now: a receiver that is new is told of what comes, not of what was there before.

        Returns:
            How many notices were added.
        """
        fresh = url not in self.receivers
        receiver = self.receivers.setdefault(url, Receiver())
        if receiver.gone:
            return 0
        known = set(receiver.seen)
        found = sorted((e for e in news if e.id not in known), key=lambda e: (e.day, e.id))
        receiver.seen = [*receiver.seen, *(entry.id for entry in found)][-_MOST_SEEN:]
        if fresh and from_now:
            return 0
        receiver.waiting += [Notice(entry.id, body_of(entry, address)) for entry in found]
        return len(found)

    def due(self, url: str, now: float) -> Sequence[Notice]:
        """What is to be sent now."""
        receiver = self.receivers.get(url, Receiver())
        return () if receiver.gone else tuple(notice for notice in receiver.waiting if notice.due <= now)

    def arrived(self, url: str, notice: Notice) -> None:
        """A notice was taken."""
        self.receivers[url].waiting.remove(notice)

    def failed(self, url: str, notice: Notice, now: float) -> None:
        """A notice was not taken: it waits longer each time, and is dropped after the last."""
        receiver = self.receivers[url]
        if notice.tried >= len(WAITS):
            receiver.waiting.remove(notice)
            receiver.dropped += 1
            return
        notice.due = now + WAITS[notice.tried]
        notice.tried += 1

    def leave(self, url: str) -> None:
        """The receiver says that it is gone for good (410): nothing is sent to it any more."""
        receiver = self.receivers[url]
        receiver.gone, receiver.waiting = True, []


def body_of(entry: Entry, address: str = "") -> str:
    """A notice as it is sent: JSON with ``type``, ``timestamp`` and ``data`` (Standard Webhooks 1.0, "Payload structure")."""
    told = {
        "id": entry.id, "kind": entry.kind, "incident": entry.incident, "day": entry.day, "title": entry.title,
        "words": entry.words, "claims": entry.claims,
    }  # fmt: skip
    if address:
        told["url"] = f"{address.rstrip('/')}/incidents/{entry.incident}"
    body = {"type": f"news.{entry.kind.replace(' ', '_')}", "timestamp": f"{entry.day}T00:00:00Z", "data": told}
    return msgspec.json.encode(body).decode()
