from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from counterclaim.export import Kept
from counterclaim.model import Reading
from counterclaim.site import incident_html, reading_html
from tests.export.test_formats import kept

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebooks" / "incident.ipynb"


@pytest.fixture(scope="module")
def ledger() -> Kept:
    """Two reports of a contested strike and one of another matter."""
    return kept()


def assert_self_contained(page: str) -> None:
    """It asks for nothing from anywhere, and styles nothing but itself."""
    assert not re.search(r"""(?:src|href)=["'](?!#)|url\(|@import|<script|<link""", page)
    sheet = re.sub(r"/\*.*?\*/", "", page[page.index("<style>") + 7 : page.index("</style>")], flags=re.S)
    for selectors in re.findall(r"([^{}]+)\{[^{}]*\}", sheet):
        assert all(".counterclaim" in one for one in re.split(r",(?![^(]*\))", selectors)), selectors


def test_an_incident_shows_its_matrix_and_map(ledger: Kept) -> None:
    """Each value leads to a sentence of the same cell, the contest is named, the place is drawn, nothing is loaded."""
    page = incident_html(next(iter(ledger.incidents)))
    assert_self_contained(page)
    for target in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{target}"' in page
    assert "On what they differ" in page
    assert 'class="atlas"' in page
    assert "The army denied it" in page


def test_a_report_shows_what_it_is_about_first(ledger: Kept) -> None:
    """A reading shows the matrix of its incidents; one without any says so."""
    reading = next(iter(ledger.readings.values()))
    assert "Air/drone strike" in reading_html(reading)
    assert "No incident found" in reading_html(Reading(reading.document))


def outputs(notebook: Any, kind: str) -> list[str]:
    """What the cells of a notebook showed, of one media type."""
    found = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return ["".join(one.data[kind]) for one in found if kind in one.get("data", {})]


# The kernel's own sockets are closed by the interpreter when the test ends.
@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::DeprecationWarning"
)
def test_the_example_notebook_runs_and_shows_a_matrix(tmp_path: Path) -> None:
    """Executed from nothing, the notebook of the documentation lists a ledger, shows an incident, and gives frames."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    assert not outputs(notebook, "text/html"), "commit the notebook without outputs; they are made when it is built"
    NotebookClient(notebook, timeout=180, resources={"metadata": {"path": str(tmp_path)}}).execute()
    pages = [page for page in outputs(notebook, "text/html") if "counterclaim" in page]
    assert len(pages) == 2
    listing, incident = pages
    assert "7 reports" in listing
    assert "On what they differ" in incident
    assert 'class="matrix"' in incident
    assert len(outputs(notebook, "text/html")) == 4
    printed = "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", ()))
    assert "2018-06-19" in printed
