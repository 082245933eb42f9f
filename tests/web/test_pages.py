from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from counterclaim.model import Reading, decode
from counterclaim.web import create_app
from counterclaim.web.frozen import stretches_of

from .conftest import HOSTILE

SECRET = "long-secret"


def test_the_matrix_shows_accusation_denial_and_sentences(client: TestClient, strike: str) -> None:
    """One page tells who claims and who denies, contested facets first, each value with a link to its words."""
    page = client.get(f"/incidents/{strike}").text
    assert "Observatory" in page
    assert "denies" in page
    facets = re.findall(
        r'<th scope="row">.*?(occurrence|perpetrator|target|weapon|killed|injured|place|date)', page, re.DOTALL
    )
    assert facets[0] in ("perpetrator", "target", "killed", "injured")
    assert re.search(r"/reports/d\w+\?claim=c\w+#lit", page)


def test_a_number_in_the_matrix_leads_to_its_words(client: TestClient, strike: str) -> None:
    """Following a cell's number opens the report with exactly the evidence of that claim lit."""
    page = client.get(f"/incidents/{strike}").text
    address = next(iter(re.findall(r'href="(/reports/d\w+\?claim=c\w+)#lit"', page)))
    report = client.get(address).text
    assert report.count('id="lit"') == 1
    assert " lit" in report


def test_stretches_joined_are_the_frozen_text(client: TestClient) -> None:
    """Cut into stretches and joined again, a report's text and title are the same, character for character."""
    for one in client.get("/api/v1/incidents", params={"limit": 500}).json()["incidents"]:
        for ref in client.get(f"/api/v1/incidents/{one['id']}").json()["documents"]:
            reading = decode(client.get(f"/api/v1/reports/{ref['id']}").content, Reading)
            assert "".join(s.text for s in stretches_of(reading)) == reading.document.text
            assert "".join(s.text for s in stretches_of(reading, "title")) == reading.document.title


def test_a_curve_can_be_read(client: TestClient, strike: str) -> None:
    """At most eight lines, each with its name beside it and no name on another; the table has every toll."""
    page = client.get(f"/incidents/{strike}").text
    curves = re.findall(r'<svg class="curve".*?</svg>', page, re.DOTALL)
    assert curves
    for curve in curves:
        heights = [float(y) for y in re.findall(r'<text class="name".*? y="([\d.]+)">', curve)]
        assert 1 <= len(heights) <= 8
        assert all(below - above >= 13 for above, below in itertools.pairwise(sorted(heights)))
    tolls = client.get(f"/api/v1/incidents/{strike}/story").json()["tolls"]
    rows = re.findall(r'<table class="tolls">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    assert sum(table.count("<tr>") for table in rows) == len(tolls)


def test_the_beginning_of_an_id_leads_to_the_incident(client: TestClient, strike: str) -> None:
    """As on the command line the first letters of an id are enough; letters that begin several ids are not."""
    answer = client.get(f"/incidents/{strike[:9]}", follow_redirects=False)
    assert answer.headers["location"] == f"/incidents/{strike}"
    assert client.get("/incidents/m").status_code == 404


def test_a_hostile_report_is_shown_and_not_run(client: TestClient) -> None:
    """Scripts in titles, outlets and words come out as text on every page, and the policy forbids the rest."""
    found = client.get("/api/v1/incidents", params={"place": "Homs", "q": "rebels"}).json()["incidents"]
    incident = client.get(f"/api/v1/incidents/{found[0]['id']}").json()
    report = next(ref["id"] for ref in incident["documents"] if HOSTILE in ref["title"])
    for address in (
        f"/incidents/{incident['id']}",
        f"/incidents/{incident['id']}/dossier",
        f"/reports/{report}",
        "/",
        "/feed.atom",
    ):
        answer = client.get(address)
        assert HOSTILE not in answer.text
        assert "<img src=x" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]


def test_pages_hold_no_script_or_style_of_their_own(client: TestClient, strike: str) -> None:
    """What the policy would refuse does not stand in the pages: no script but files, no style attribute, no handler."""
    for address in ("/", f"/incidents/{strike}", f"/incidents/{strike}/dossier", "/about", "/sign-in"):
        page = client.get(address).text
        assert not re.search(r"<script(?![^>]*(?:src=|application/json))", page)
        assert not re.search(r"\sstyle=|\son\w+=|<style", page)


def test_only_its_own_host_name_is_answered(client: TestClient) -> None:
    """A page of the web that points its name at this machine gets nothing (DNS rebinding)."""
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421


def test_beyond_loopback_a_token_is_wanted(ledger_path: Path) -> None:
    """Without the token programs get 401 and browsers the page to sign in; with it both get in."""
    with TestClient(create_app(ledger_path, token=SECRET, hosts=()), follow_redirects=False) as other:
        assert other.get("/api/v1/stats").status_code == 401
        assert other.get("/").headers["location"] == "/sign-in"
        assert other.get("/api/v1/stats", headers={"authorization": "Bearer wrong"}).status_code == 401
        assert other.get("/api/v1/stats", headers={"authorization": f"Bearer {SECRET}"}).status_code == 200
        assert other.post("/sign-in", data={"token": "wrong"}).status_code == 401
        signed = other.post("/sign-in", data={"token": SECRET})
        assert "httponly" in signed.headers["set-cookie"].lower()
        assert "samesite=strict" in signed.headers["set-cookie"].lower()
        assert other.get("/").status_code == 200


def test_one_address_cannot_ask_without_end(ledger_path: Path) -> None:
    """Beyond loopback the 601st request of one address in a minute has to wait; another address does not."""
    app = create_app(ledger_path, token=SECRET, hosts=())
    with TestClient(app, client=("203.0.113.5", 4000)) as hasty, TestClient(app, client=("203.0.113.6", 4000)) as calm:
        assert {hasty.get("/health").status_code for _ in range(600)} == {200}
        answer = hasty.get("/health")
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
        assert answer.json()["error"]["code"] == "too_many_requests"
        assert calm.get("/health").status_code == 200


@pytest.mark.parametrize("address", ["/incidents/none", "/reports/none", "/?since=never", "/nowhere"])
def test_a_wrong_address_says_what_to_do(client: TestClient, address: str) -> None:
    """A page that is not there, or a filter that cannot be read, answers in words and with a way back."""
    answer = client.get(address)
    assert answer.status_code in (400, 404)
    assert 'href="/"' in answer.text


def test_the_feed_tells_of_denials(client: TestClient) -> None:
    """Each denial is an entry with the words behind it, the newest first."""
    feed = client.get("/feed.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    days = re.findall(r"<entry>.*?<updated>(.*?)</updated>", feed.text)
    assert days
    assert days == sorted(days, reverse=True)


def test_a_feed_can_be_narrowed_as_the_list(client: TestClient, strike: str) -> None:
    """With filters in its address the feed tells of the incidents that fit alone, under an id of its own."""
    whole = client.get("/feed.atom").text
    narrow = client.get("/feed.atom", params={"grade": "airwars/strike status/contested strike"}).text
    of = set(re.findall(r"/incidents/(\w+)", narrow))
    assert strike in of
    assert of < set(re.findall(r"/incidents/(\w+)", whole))
    assert re.findall(r"<id>(.*?)</id>", narrow)[0] != re.findall(r"<id>(.*?)</id>", whole)[0]


def test_the_form_keeps_a_grade_that_it_does_not_offer(client: TestClient) -> None:
    """A number of people of one's own in the address stays chosen in the form."""
    page = client.get("/", params={"grade": "ucdp/best/7+"}).text
    assert '<option value="ucdp/best/7+" selected>7 or more</option>' in page
