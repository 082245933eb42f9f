"""The pages in a real browser: Debian's Chromium, driven by Playwright, at desktop and phone width."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from counterclaim.ledger import Ledger
from counterclaim.web import create_app
from counterclaim.web.serving import served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine; `make check` installs Debian's")


@pytest.fixture(scope="module")
def address(ledger_path: Path) -> Iterator[str]:
    """The ledger served to read on a free port of loopback."""
    with served(create_app(ledger_path)) as found:
        yield found


@pytest.fixture
def desk(ledger_path: Path, tmp_path: Path) -> Iterator[str]:
    """A copy of the ledger served for review; ask for it before the page, so that the page closes before the server stops."""
    path = tmp_path / "desk.db"
    with Ledger(ledger_path) as ledger:
        lines = list(ledger.dump())
    with Ledger(path) as ledger:
        ledger.load(lines)
    with served(create_app(path, review=True)) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the module; every test opens a context of its own."""
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield opened
        opened.close()


@pytest.fixture(params=[*WIDTHS])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page at one width that fails the test on any error of a script or refusal of the policy."""
    width, height = WIDTHS[request.param]
    context = browser.new_context(viewport={"width": width, "height": height})
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    outside: list[str] = []
    opened.on("request", lambda asked: outside.append(asked.url) if "127.0.0.1" not in asked.url else None)
    yield opened
    context.close()
    assert not troubles
    assert not outside, "a page asked another machine"


def test_search_narrows_list_and_address(page: Page, address: str) -> None:
    """Typing a place narrows the list without a reload, and the address can be kept."""
    page.goto(address)
    before = page.locator("#list li[data-id]").count()
    if page.get_by_text("Filters").is_visible():
        page.get_by_text("Filters").click()
    page.get_by_label("Place", exact=True).fill("al-hari")
    expect(page.locator("#list li[data-id]")).to_have_count(1)
    assert before > 1
    assert "place=al-hari" in page.url


def test_the_list_is_walked_by_keys(page: Page, address: str) -> None:
    """j and k go through the incidents, the slash to the search, and Enter opens what has the focus."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    for key in "jjk":
        page.keyboard.press(key)
    first = page.locator("#list a.what").first
    expect(first).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Search")).to_be_focused()
    page.keyboard.type("jk")
    assert page.get_by_label("Search").input_value() == "jk"
    page.get_by_label("Search").fill("")
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/*")


def test_from_list_to_the_words(page: Page, address: str) -> None:
    """By clicks alone: list, incident, a cell's number, the lit sentence in sight."""
    page.goto(f"{address}/?place=al-Hari")
    page.locator("#list a.what").first.click()
    page.locator(".matrix .ref").first.click()
    lit = page.locator("#lit")
    lit.wait_for()
    assert lit.is_visible()
    box = lit.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= (page.viewport_size or {"height": 0})["height"]


def test_no_page_scrolls_sideways(page: Page, address: str, strike: str) -> None:
    """Only the matrix scrolls sideways, never the page."""
    for path in ("/", f"/incidents/{strike}", f"/incidents/{strike}/dossier", "/about"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path


def test_keys_go_through_the_claims(page: Page, address: str, strike: str) -> None:
    """With the keyboard alone j and k light one claim of a report after the other."""
    page.goto(f"{address}/incidents/{strike}")
    page.goto(address + str(page.locator(".story a[href^='/reports/']").first.get_attribute("href")).split("?")[0])
    page.keyboard.press("j")
    page.wait_for_url("**claim=c*")
    first = page.url
    page.keyboard.press("j")
    expect(page).not_to_have_url(first)
    assert page.locator("aside li.lit").count() == 1


def test_a_graphic_passage_is_veiled_until_it_is_asked_for(page: Page, address: str) -> None:
    """Its words are out of sight and of a screen reader's reach; the key g shows them, also on the next page of this tab."""
    page.goto(f"{address}/?q=cmd")
    page.locator("#list a.what").first.click()
    page.locator(".story a[href^='/reports/']", has_text="=cmd").first.click()
    words = page.get_by_text("Charred bodies lay in the square.")
    expect(words).to_be_hidden()
    assert "Charred" not in page.locator(".text").aria_snapshot()
    page.wait_for_load_state("load")
    page.keyboard.press("g")
    expect(words).to_be_visible()
    page.reload()
    expect(words).to_be_visible()
    page.get_by_text("Graphic passages are shown").click()
    expect(words).to_be_hidden()


def test_review_by_keys_alone(desk: str, page: Page) -> None:
    """A name once, then by keys: to the next incident and back, a note, its undo, accepted, and on to the next."""

    def press(key: str) -> None:
        # The script that knows the keys has run once its page is loaded, which is later than the words are there.
        page.wait_for_load_state("load")
        page.keyboard.press(key)

    page.goto(f"{desk}/review")
    page.get_by_label("Your name").fill("عائشة")
    page.keyboard.press("Enter")
    page.wait_for_selector(".acts")
    first = page.locator("h2 a").get_attribute("href")
    press("j")
    expect(page.locator("h2 a")).not_to_have_attribute("href", str(first))
    press("k")
    expect(page.locator("h2 a")).to_have_attribute("href", str(first))
    press("n")
    page.keyboard.type("jak: seen")
    page.keyboard.press("Enter")
    expect(page.locator(".decision")).to_contain_text("عائشة")
    assert page.locator(".decision .person").evaluate("name => getComputedStyle(name).direction") == "rtl"
    page.wait_for_url("**done=w*")
    press("u")
    expect(page.locator(".decision")).to_have_count(0)
    press("a")
    page.wait_for_url("**done=w*")
    page.goto(desk + str(first))
    expect(page.locator(".decision")).to_contain_text("accepted as read")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_map_draws_its_places(page: Page, address: str) -> None:
    """The canvas holds land, sea and the colour of contested places: it is not a blank."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    colours = page.evaluate(
        """() => { const c = document.getElementById('map'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        const seen = new Set(); for (let i = 0; i < d.length; i += 4) seen.add(d[i] + ',' + d[i+1] + ',' + d[i+2]); return seen.size; }"""
    )
    assert colours > 20


def test_provinces_have_borders_where_the_map_is_near(page: Page, address: str) -> None:
    """A map of many countries does without them; they are asked for once when it comes near, from this machine."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "provinces" in request.url else None)
    page.goto(f"{address}/?q=nothing")
    page.wait_for_load_state("networkidle")
    assert asked == []
    for _ in range(8):
        page.locator("#map").press("+")
    page.wait_for_timeout(400)
    page.wait_for_load_state("networkidle")
    assert asked == [f"{address}/static/provinces.json"]


def test_a_crowd_is_counted_by_area(page: Page, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where incidents are more than can be drawn, the map asks for what its window holds, and again when it has moved."""
    monkeypatch.setattr("counterclaim.web.pages.MARKED", 2)
    monkeypatch.setattr("counterclaim.web.api.MARKED", 2)
    with page.expect_response("**/api/v1/map?**") as first:
        page.goto(address)
    cells = first.value.json()["cells"]
    assert sum(cell["incidents"] for cell in cells) > 2
    assert page.locator("#marks").text_content() == "[]"
    page.wait_for_load_state("networkidle")
    with page.expect_response("**/api/v1/map?**") as moved:
        page.locator("#map").press("+")
    assert moved.value.ok
    assert moved.value.url != first.value.url


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed; `npm ci` in frontend/ installs it")
@pytest.mark.parametrize(("scheme", "width"), [(s, w) for s in ("light", "dark") for w in WIDTHS])
def test_no_violation_of_wcag(browser: Browser, address: str, desk: str, strike: str, scheme: str, width: str) -> None:
    """axe finds no violation of WCAG 2.1 A and AA on any page and state, in both themes and widths, with everything unfolded."""
    wide, high = WIDTHS[width]
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": wide, "height": high})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/incidents/{strike}")
    report = str(page.locator(".matrix .ref").first.get_attribute("href"))
    page.goto(f"{desk}/review")
    page.get_by_label("Your name").fill("Aisha")
    page.keyboard.press("Enter")
    page.wait_for_selector(".acts")
    page.wait_for_load_state("load")
    page.keyboard.press("n")
    page.keyboard.type("seen")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=w*")
    decided = page.url
    # Filters in use, nothing that fits, another day's knowledge, a report whose words are veiled, an address that leads nowhere.
    paths = (
        "/", "/?status=contested&grade=ucdp/best/10%2B", "/?q=nothing", f"/incidents/{strike}", f"/incidents/{strike}?as_of=2018-06-18",
        f"/incidents/{strike}/dossier", report, report.split("?")[0], "/about", "/sign-in", "/nowhere",
    )  # fmt: skip
    page.goto(f"{address}/?q=cmd")
    page.locator("#list a.what").first.click()
    veiled = str(page.locator(".story a[href^='/reports/']", has_text="=cmd").first.get_attribute("href"))
    for path in (decided, f"{desk}/incidents/{strike}", *(address + path for path in (*paths, veiled))):
        page.goto(path)
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        page.add_script_tag(path=AXE)
        found = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}).then(r => r.violations)"
        )
        told = [{"id": v["id"], "nodes": [n["html"][:160] for n in v["nodes"]][:4]} for v in found]
        assert not told, f"{path}: {json.dumps(told, indent=1)}"
    context.close()
