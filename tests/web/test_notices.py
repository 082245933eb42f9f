from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from typer.testing import CliRunner

from counterclaim.cli.app import app as commands
from counterclaim.errors import OptionError
from counterclaim.export.news import Entry, news_of
from counterclaim.ingest.subscriptions import Manners
from counterclaim.ledger import Ledger
from counterclaim.web.delivery import Messenger, checked_receiver
from counterclaim.web.news import newest_told
from counterclaim.web.outbox import WAITS, Outbox
from counterclaim.web.serving import served

SECRET = "whsec_" + base64.b64encode(b"a key of thirty-two bytes length").decode()
DENIAL = Entry(
    "e1", "denial", "m1", dt.date(2018, 6, 18), "The coalition denies perpetrator", "had no part in it", ("c1",)
)
LATER = Entry("e2", "changed toll", "m1", dt.date(2018, 6, 19), "killed raised from 52 to 55", "raised", ("c1", "c2"))


@dataclass
class Post:
    """A receiver on loopback: what it answers, one status after the other, the last for ever, and what it was sent."""

    answers: list[int] = field(default_factory=lambda: [204])
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def post() -> Iterator[Post]:
    """A receiver of notices."""
    made = Post()

    async def take(request: Request) -> Response:
        made.got.append((dict(request.headers), await request.body()))
        return Response(status_code=made.answers.pop(0) if len(made.answers) > 1 else made.answers[0])

    with served(Starlette(routes=[Route("/hook", take, methods=["POST"])])) as address:
        made.url = f"{address}/hook"
        yield made


def messenger(now: float = 1_000.0, *, allow_private: bool = True) -> Messenger:
    return Messenger(SECRET, Manners(timeout=5.0), clock=lambda: now, allow_private=allow_private)


def told(url: str, *entries: Entry) -> Outbox:
    outbox = Outbox()
    outbox.take(url, entries, "https://desk.example", from_now=False)
    return outbox


def test_notices_arrive_signed_in_order_and_once(post: Post) -> None:
    """Each piece of news is one signed message that its receiver can check with the secret alone; none comes twice."""
    outbox = told(post.url, LATER, DENIAL)
    with messenger() as sender:
        done = sender.deliver(post.url, outbox)
        assert outbox.take(post.url, [DENIAL, LATER]) == 0
        assert sender.deliver(post.url, outbox).arrived == 0
    assert (done.arrived, done.failed, done.waiting) == (2, 0, 0)
    bodies = [json.loads(body) for _, body in post.got]
    assert [body["type"] for body in bodies] == ["news.denial", "news.changed_toll"]
    assert bodies[0]["data"]["url"] == "https://desk.example/incidents/m1"
    for headers, body in post.got:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        made = hmac.new(b"a key of thirty-two bytes length", signed, hashlib.sha256).digest()
        assert headers["webhook-signature"] == f"v1,{base64.b64encode(made).decode()}"


def test_what_did_not_arrive_is_sent_again_later(post: Post) -> None:
    """A receiver that fails gets the notice again, not at once and not for ever."""
    post.answers = [500, 302, 200]
    outbox = told(post.url, DENIAL)
    with messenger(1_000.0) as sender:
        assert sender.deliver(post.url, outbox).failed == 1
        assert sender.deliver(post.url, outbox).failed == 0
    with messenger(1_000.0 + WAITS[0]) as sender:
        assert sender.deliver(post.url, outbox).failed == 1
    with messenger(1_000.0 + WAITS[0] + WAITS[1]) as sender:
        assert sender.deliver(post.url, outbox).arrived == 1
    assert len({headers["webhook-id"] for headers, _ in post.got}) == 1
    dropped = told("http://nobody", DENIAL)
    for tried in range(len(WAITS) + 1):
        dropped.failed("http://nobody", dropped.due("http://nobody", 1e12)[0], 0.0)
        assert len(dropped.receivers["http://nobody"].waiting) == (tried < len(WAITS))
    assert dropped.receivers["http://nobody"].dropped == 1


def test_a_receiver_that_is_gone_is_left_alone(post: Post) -> None:
    """After 410 nothing waits for a receiver, and nothing new is kept for it."""
    post.answers = [410]
    outbox = told(post.url, DENIAL)
    with messenger() as sender:
        sender.deliver(post.url, outbox)
        assert outbox.take(post.url, [LATER]) == 0
        sender.deliver(post.url, outbox)
    assert len(post.got) == 1


def test_private_addresses_are_refused_unless_allowed(post: Post) -> None:
    """A notice does not leave for this machine or its network unless that is asked for; it waits and says why."""
    outbox = told(post.url, DENIAL)
    with messenger(allow_private=False) as sender:
        done = sender.deliver(post.url, outbox)
    assert (done.arrived, post.got) == (0, [])
    assert "private address" in done.trouble


def test_a_new_receiver_is_told_of_what_comes(tmp_path: Path) -> None:
    """What was in the ledger before is no news to an address that is named for the first time; the file keeps that."""
    outbox = Outbox()
    assert outbox.take("https://desk.example/hook", [DENIAL]) == 0
    outbox.save(tmp_path / "kept.json")
    again = Outbox.read(tmp_path / "kept.json")
    assert again.take("https://desk.example/hook", [DENIAL, LATER]) == 1
    assert [notice.id for notice in again.due("https://desk.example/hook", 0.0)] == ["e2"]


@pytest.mark.parametrize("url", ["ftp://desk.example", "desk.example", "https://name:word@desk.example/"])
def test_an_address_that_cannot_be_told_is_refused(url: str) -> None:
    """Only addresses of the web, and no name and password in them: addresses stand in logs."""
    with pytest.raises(OptionError):
        checked_receiver(url)


def test_the_command_sends_the_news_of_a_ledger(
    ledger_path: Path, tmp_path: Path, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Denials, contested facets and changed tolls of a ledger reach the receiver; without a secret nothing is sent."""
    ask = [
        "notify", "--ledger", str(ledger_path), "--to", post.url, "--allow-private", "--everything", "--state", str(tmp_path / "s.json"),
    ]  # fmt: skip
    monkeypatch.delenv("COUNTERCLAIM_WEBHOOK_SECRET", raising=False)
    assert "COUNTERCLAIM_WEBHOOK_SECRET" in str(CliRunner().invoke(commands, ask).exception)
    monkeypatch.setenv("COUNTERCLAIM_WEBHOOK_SECRET", SECRET)
    done = CliRunner().invoke(commands, ask)
    assert done.exit_code == 0, done.output
    assert SECRET not in done.output
    with Ledger(ledger_path, read_only=True) as ledger:
        news = list(news_of(newest_told(ledger.lists)))
    assert len(post.got) == len({entry.id for entry in news}) == len(news)
    assert {"denial", "contest", "changed toll"} <= {entry.kind for entry in news}
