from __future__ import annotations

import html
import io
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from typer.testing import CliRunner

import counterclaim.cli  # noqa: F401 - the verbs join the app
from counterclaim.cli.app import app
from counterclaim.export import Kept
from counterclaim.site import dossier_html, dossier_pdf, site_files
from tests.export.test_formats import kept


@pytest.fixture(scope="module")
def ledger() -> Kept:
    """Two reports of a contested strike and one of another matter."""
    return kept()


def test_every_link_of_the_site_leads_to_a_page_of_it(ledger: Kept) -> None:
    """No page points outside the folder, to a missing page, or to a place that a page has not."""
    pages = {name: made.decode() for name, made in site_files(ledger)}
    for name, page in pages.items():
        for target in re.findall(r'(?:href|src)="([^"]+)"', page):
            if target.startswith("data:"):
                continue
            path, _, anchor = unquote(target).partition("#")
            parts = [*name.split("/")[:-1], *path.split("/")] if path else name.split("/")
            found = "/".join(p for k, p in enumerate(parts) if p != ".." and parts[k + 1 : k + 2] != [".."])
            assert found in pages, (name, target)
            assert not anchor or f'id="{anchor}"' in pages[found], (name, target)


def test_a_claim_of_the_matrix_leads_to_its_words(ledger: Kept) -> None:
    """The page of a report marks the exact words of each claim at the place that the matrix leads to."""
    pages = {name: made.decode() for name, made in site_files(ledger)}
    for _, claim, report in ledger.claims:
        assert (
            f'<a id="{claim.id}" class="at"></a><span class="claim {claim.stance}' in pages[f"reports/{report.id}.html"]
        )


def test_the_site_comes_out_the_same(ledger: Kept) -> None:
    """The same ledger gives the same files, byte for byte."""
    assert list(site_files(ledger)) == list(site_files(kept()))


def test_the_footnotes_of_a_dossier_are_the_words(ledger: Kept) -> None:
    """Each claim has a footnote with its exact words, each number has its footnote, and nothing is loaded."""
    incident = next(iter(ledger.incidents))
    page = dossier_html(incident, ledger)
    for claim in incident.claims:
        assert claim.evidence[0].text in page
        assert claim.id in page
    for number in re.findall(r'href="#n(\d+)"', page):
        assert f'id="n{number}"' in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert incident.status_reason in html.unescape(page)
    assert 'class="atlas"' in page
    assert ledger.head in page


def test_a_dossier_prints(ledger: Kept) -> None:
    """The PDF has pages, and is the same bytes each time."""
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    one, two = (dossier_pdf(next(iter(ledger.incidents)), ledger) for _ in range(2))
    assert io.BytesIO(one).read(5) == b"%PDF-"
    assert one == two


def test_the_command_says_what_a_dossier_and_a_site_need(tmp_path: Path) -> None:
    """A dossier without an incident and a site without a folder name the option that lacks."""
    from counterclaim.ledger import Ledger

    path = tmp_path / "a.db"
    Ledger(path).close()
    for form, option in (("dossier", "--incident"), ("site", "-o")):
        done = CliRunner().invoke(app, ["export", "--ledger", str(path), "--format", form])
        assert option in str(done.exception)
