from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from counterclaim.errors import InputError
from counterclaim.ingest import Captured, read_inputs
from counterclaim.ledger import Ledger


@pytest.fixture(scope="module")
def ledger_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of four reports."""
    path = tmp_path_factory.mktemp("export") / "small.db"
    reports = resources.files("counterclaim.lexicon") / "demo" / "reports.jsonl"
    with resources.as_file(reports) as file:
        found = [c for c in read_inputs([str(file)]) if isinstance(c, Captured)]
    with Ledger(path) as ledger:
        ledger.add(found[:4])
    return path


def test_a_ledger_comes_back_hash_for_hash(ledger_path: Path, tmp_path: Path) -> None:
    """Exported and imported, a ledger verifies, ends in the same hash, and tells the same incidents."""
    with Ledger(ledger_path, read_only=True) as old, Ledger(tmp_path / "new.db") as new:
        assert new.load(old.dump()) == old.verify()[0]
        assert new.verify() == old.verify()
        assert new.incidents() == old.incidents()
        assert list(new.dump()) == list(old.dump())


@pytest.mark.parametrize(
    "line", ["", "{}", "[1]", '{"table": "claims", "values": ["a"]}', '{"table": "users", "values": []}', "[" * 100_000]
)
def test_a_broken_line_is_named(line: str, tmp_path: Path) -> None:
    """A line that is no row stops the import with its number."""
    with Ledger(tmp_path / "new.db") as new, pytest.raises(InputError, match="line 1 "):
        new.load([line])


def test_frames_hold_the_claims(ledger_path: Path) -> None:
    """A notebook gets the claims as Arrow, pandas and polars tables with the same rows."""
    with Ledger(ledger_path, read_only=True) as ledger:
        arrow, pandas, polars = ledger.to_arrow(), ledger.to_pandas(), ledger.to_polars()
        assert arrow.num_rows == len(pandas) == len(polars) > 3
        assert list(pandas.columns) == polars.columns == arrow.column_names
        assert set(pandas["stance"]) == set(polars["stance"].to_list())
