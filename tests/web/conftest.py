from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from counterclaim.ingest import Captured, read_inputs
from counterclaim.ledger import Ledger
from counterclaim.model import Document
from counterclaim.web import create_app

GRAPHIC = "Charred bodies lay in the square."
HOSTILE = "<script>document.title='taken'</script>"


def hostile_report() -> Captured:
    """A report whose title, outlet and words try to run a script in the page that shows them, and which shows the dead."""
    text = f'An air strike killed 9 people in Homs on Monday, {HOSTILE} the rebels said. "><img src=x onerror=alert(1)>\n{GRAPHIC}'
    document = Document.of(text, title=f"Strike on Homs {HOSTILE}", outlet=f"=cmd|' /C calc'!A0 {HOSTILE}")
    return Captured(document, "hostile.txt", "text/plain", "0" * 64)


@pytest.fixture(scope="session")
def ledger_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of seven reports of the strike at al-Hari, one of another war, and a hostile one."""
    path = tmp_path_factory.mktemp("web") / "pages.db"
    reports = resources.files("counterclaim.lexicon") / "demo" / "reports.jsonl"
    with resources.as_file(reports) as file:
        found = [c for c in read_inputs([str(file)]) if isinstance(c, Captured)]
    chosen = [c for c in found if (c.document.id_given or "").startswith(("alhari-0", "kunduz-01"))]
    with Ledger(path) as ledger:
        ledger.add([*chosen, hostile_report()])
    return path


@pytest.fixture(scope="session")
def client(ledger_path: Path) -> Iterator[TestClient]:
    """A program that asks the ledger over HTTP, on loopback."""
    with TestClient(create_app(ledger_path)) as opened:
        yield opened


@pytest.fixture(scope="session")
def strike(client: TestClient) -> str:
    """The id of the strike at al-Hari."""
    found = client.get("/api/v1/incidents", params={"place": "al-Hari", "sort": "reports"}).json()["incidents"]
    return str(found[0]["id"])
