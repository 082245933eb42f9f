from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from counterclaim.ledger import Ledger
from counterclaim.web import create_app

SECRET = "secret-of-reviewers"


@pytest.fixture
def copied(ledger_path: Path, tmp_path: Path) -> Path:
    """A ledger of its own for a test that writes."""
    path = tmp_path / "review.db"
    with Ledger(ledger_path) as ledger:
        lines = list(ledger.dump())
    with Ledger(path) as ledger:
        ledger.load(lines)
    return path


@pytest.fixture
def reviewer(copied: Path) -> Iterator[TestClient]:
    """A browser on a ledger that is opened for review."""
    with TestClient(create_app(copied, review=True), follow_redirects=False) as opened:
        yield opened


def form_of(client: TestClient, address: str = "/review") -> str:
    """The token of the page's forms."""
    found = re.search(r'name="form" value="(\w+)"', client.get(address).text)
    assert found is not None
    return found.group(1)


def sent(client: TestClient, **fields: str) -> int:
    """The status of a form that is sent as Aisha."""
    form = form_of(client)
    return client.post("/review", data={"form": form, "by": "Aisha", **fields}).status_code


def test_a_corrected_toll_stands_beside_the_machines_and_can_be_undone(reviewer: TestClient, strike: str) -> None:
    """After a correction the page shows both values, who and why; after the undo the machine's alone."""
    claims = reviewer.get(f"/api/v1/incidents/{strike}").json()["claims"]
    claim = next(c for c in claims if c.get("killed"))
    status = sent(reviewer, kind="correct", subject=claim["id"], field="killed", value="777", why="misread the <b>sum")
    page = reviewer.get(f"/incidents/{strike}").text
    assert status == 303
    assert "Aisha: 777" in page
    assert "misread the &lt;b&gt;sum" in page
    assert re.search(r"machine: (up to )?\d", page)
    review = reviewer.get("/api/v1/reviews").json()["reviews"][0]["id"]
    assert sent(reviewer, kind="withdraw", subject=review, back=f"/incidents/{strike}") == 303
    assert "Aisha" not in reviewer.get(f"/incidents/{strike}").text
    assert reviewer.get("/api/v1/reviews").json()["reviews"][0]["standing"] is False


def test_what_is_accepted_leaves_the_head_of_the_queue(reviewer: TestClient) -> None:
    """The contested incident that was looked at goes behind those that nobody has looked at."""

    def first() -> str:
        found = re.search(r'/review\?at=(m\w+)" aria-current', reviewer.get("/review").text)
        assert found is not None
        return found.group(1)

    before = first()
    assert sent(reviewer, kind="accept", subject=before) == 303
    assert first() != before


@pytest.mark.parametrize(
    ("headers", "form"),
    [
        ({"origin": "https://evil.example"}, None),
        ({"sec-fetch-site": "cross-site"}, None),
        ({"origin": "null"}, None),
        ({}, "0" * 64),
        ({}, ""),
    ],
)
def test_a_form_of_another_site_writes_nothing(reviewer: TestClient, headers: dict[str, str], form: str | None) -> None:
    """A page elsewhere that sends a decision through a reviewer's browser is refused, and nothing is written."""
    own = form_of(reviewer)
    fields = {"form": own if form is None else form, "by": "Eve", "kind": "party", "subject": "Assad", "value": "none"}
    answer = reviewer.post("/review", data={**fields, "why": "x"}, headers=headers)
    told = reviewer.post("/api/v1/reviews", json={**fields, "why": "x"}, headers=headers or {"origin": "null"})
    assert (answer.status_code, told.status_code) == (403, 403)
    assert reviewer.get("/api/v1/reviews").json()["reviews"] == []


def test_an_undo_never_leads_off_the_ledger(reviewer: TestClient, strike: str) -> None:
    """The way back that a form names is a page of this ledger, or the queue."""
    form = form_of(reviewer)
    for elsewhere in ("https://evil.example", "//evil.example", "/\\evil.example"):
        fields = {"form": form, "by": "Aisha", "kind": "note", "subject": strike, "why": "seen", "back": elsewhere}
        assert reviewer.post("/review", data=fields).headers["location"].startswith("/review")


def test_read_only_is_the_default(client: TestClient, strike: str) -> None:
    """A ledger that is served without review has no page for it, shows no way to it, and refuses programs in one form."""
    assert client.get("/review").status_code == 404
    assert "/review" not in client.get(f"/incidents/{strike}").text
    refused = client.post("/api/v1/reviews", json={"kind": "note", "subject": strike, "by": "A", "why": "b"})
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "read_only"
    assert client.delete("/api/v1/reviews/w0", params={"by": "A", "why": "b"}).status_code == 403


def test_the_token_to_read_does_not_let_review(copied: Path, strike: str) -> None:
    """Beyond loopback two tokens: that of review lets read and decide, that of reading lets read alone."""
    app = create_app(copied, token="to-read", hosts=(), review=True, review_token=SECRET)
    note = {"kind": "note", "subject": strike, "by": "Aisha", "why": "seen"}
    with TestClient(app, follow_redirects=False) as other:
        reading, deciding = ({"authorization": f"Bearer {t}"} for t in ("to-read", SECRET))
        assert other.post("/api/v1/reviews", json=note).status_code == 401
        assert other.get("/api/v1/stats", headers=reading).status_code == 200
        assert other.post("/api/v1/reviews", json=note, headers=reading).status_code == 401
        assert other.get("/review", headers=reading).headers["location"] == "/sign-in"
        assert other.get("/review", headers=deciding).status_code == 200
        assert other.post("/api/v1/reviews", json=note, headers=deciding).status_code == 201


def test_programs_write_and_withdraw(reviewer: TestClient, strike: str) -> None:
    """A note over the API stands until it is withdrawn over the API, by a name and for a reason."""
    made = reviewer.post("/api/v1/reviews", json={"kind": "note", "subject": strike, "by": "Aisha", "why": "seen"})
    review = made.json()["reviews"][0]["id"]
    assert made.status_code == 201
    assert reviewer.get(f"/api/v1/incidents/{strike}").json()["corrections"][0]["why"] == "seen"
    assert reviewer.delete(f"/api/v1/reviews/{review}").status_code == 400
    assert reviewer.delete(f"/api/v1/reviews/{review}", params={"by": "B", "why": "twice"}).status_code == 200
    assert not reviewer.get(f"/api/v1/incidents/{strike}").json()["corrections"]


@pytest.mark.parametrize(
    ("body", "status", "names"),
    [
        ({"kind": "believe"}, 400, "believe"),
        ({"kind": "correct", "field": "killed", "value": "many"}, 400, "toll"),
        ({"kind": "correct", "field": "colour", "value": "red"}, 400, "colour"),
        ({"kind": "correct", "field": "killed", "value": [3, 5]}, 400, "value"),
        ({"kind": "merge"}, 400, "other"),
        ({"kind": "merge", "others": [3]}, 400, "others"),
        ({"kind": "note", "by": " "}, 400, "who"),
        ({"kind": "reject", "subject": "c0"}, 404, "c0"),
        ({"kind": "note", "subject": ""}, 400, "subject"),
    ],
)
def test_a_wrong_decision_is_refused_in_words(
    reviewer: TestClient, strike: str, body: dict[str, object], status: int, names: str
) -> None:
    """A decision that makes no sense gets the one form of error, which names what was wrong, and leaves no row."""
    answer = reviewer.post("/api/v1/reviews", json={"subject": strike, "by": "Aisha", "why": "seen", **body})
    assert answer.status_code == status
    assert names in answer.json()["error"]["message"]
    assert reviewer.get("/api/v1/reviews").json()["reviews"] == []


def test_a_body_that_is_no_json_is_refused(reviewer: TestClient) -> None:
    """What is not JSON, or is not sent as such, is a bad request and not a fault of the server."""
    for body, kind in ((b"{", "application/json"), (b"[]", "application/json"), (b"{}", "text/plain")):
        answer = reviewer.post("/api/v1/reviews", content=body, headers={"content-type": kind})
        assert answer.status_code == 400


def test_a_coder_does_not_see_what_another_coded(reviewer: TestClient, strike: str) -> None:
    """Two people code one incident over HTTP; each is shown their own code alone, and who is no coder none."""
    for by, value in (("Amal", "9"), ("Bo", "12-14")):
        body = {"kind": "code", "subject": strike, "field": "killed", "value": value, "by": by}
        assert reviewer.post("/api/v1/reviews", json=body).status_code == 201

    def coded(**asked: str) -> list[str]:
        told = reviewer.get("/api/v1/reviews", params=asked).json()["reviews"]
        return [review["by"] for review in told if review["kind"] == "code"]

    assert (coded(), coded(coder="Amal"), coded(coder="Bo")) == ([], ["Amal"], ["Bo"])
