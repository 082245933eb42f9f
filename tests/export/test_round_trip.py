from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path

import pytest
from typer.testing import CliRunner

import counterclaim.cli  # noqa: F401 - the verbs join the app
from counterclaim import merge
from counterclaim.cli.app import app
from counterclaim.errors import InputError, NotFound
from counterclaim.export import FORMATS, format_named
from counterclaim.ingest import Captured, read_inputs
from counterclaim.ledger import Ledger
from counterclaim.model import Reading


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


def test_what_is_exported_is_read_as_it_is_gone_through(ledger_path: Path) -> None:
    """The incidents and reports of an export are those of the ledger, in order, as often as they are gone through."""
    with Ledger(ledger_path, read_only=True) as ledger:
        kept = ledger.kept()
        assert tuple(kept.incidents) == ledger.incidents() == tuple(kept.incidents)
        assert {key: kept.readings[key] for key in kept.readings} == {r.document.id: r for r in ledger.readings()}
        assert sorted(kept.links, key=lambda link: link.id) == list(merge.nearest_links(ledger.links()))
        status = next(iter(kept.incidents)).status
        assert tuple(ledger.kept(status=status).incidents) == ledger.incidents(status=status)


@pytest.mark.parametrize("name", ["csv", "parquet", "acled", "ucdp", "geojson", "atom"])
def test_a_table_of_incidents_opens_no_report(name: str, ledger_path: Path) -> None:
    """What a format does not write it does not read: a ledger's texts can be larger than memory."""

    class Unread(Mapping[str, Reading]):
        def __getitem__(self, key: str) -> Reading:
            raise AssertionError(f"report {key} was read")

        def __iter__(self) -> Iterator[str]:
            return iter(())

        def __len__(self) -> int:
            return 0

    chosen = format_named(name)
    with Ledger(ledger_path, read_only=True) as ledger:
        kept = dataclasses.replace(ledger.kept(), readings=Unread())
        written = "".join(chosen.lines(kept)) if chosen.lines else b"".join(b"".join(p) for _, p in chosen.files(kept))  # type: ignore[misc]
    assert len(written) > 300


def formats_of(path: Path, *options: str) -> dict[str, str]:
    """Every format of one file that the command writes of a ledger, the dossier with them, by name."""
    out = {}
    for name in [*(f.name for f in FORMATS if f.lines), "dossier"]:
        done = CliRunner().invoke(app, ["export", "--ledger", str(path), "--format", name, *options])
        assert done.exit_code == 0, (name, done.output, done.exception)
        out[name] = done.stdout
    return out


def test_every_format_takes_the_same_filters(ledger_path: Path) -> None:
    """One incident, as it was known on a day: each format has it and no other, and only what was out by then."""
    with Ledger(ledger_path, read_only=True) as ledger:
        incident = max(ledger.incidents(), key=lambda i: (i.reports, i.id))
        day = min(ref.published for ref in incident.documents if ref.published)
        later = [ref.outlet for ref in incident.documents if ref.published and ref.published > day and ref.outlet]
        early = {ref.outlet for ref in incident.documents if ref.published == day}
        others = [i.id for i in ledger.incidents() if i.id != incident.id]
    assert later
    for name, written in formats_of(ledger_path, "--incident", incident.id[:9], "--as-of", str(day)).items():
        assert not any(other in written for other in others), name
        if name not in ("geojson", "webannotation", "atom"):  # which name no outlet
            assert any(outlet in written for outlet in early if outlet), name
            assert not any(outlet in written for outlet in later if outlet not in early), name


def test_an_incident_that_the_filters_leave_out_is_named(ledger_path: Path) -> None:
    """Asked for one incident and for others than it, the command says which of the two to leave out."""
    with Ledger(ledger_path, read_only=True) as ledger:
        incident = ledger.incidents()[0]
        with pytest.raises(NotFound, match="does not fit the filters"):
            ledger.kept(incident=incident.id, place="nowhere at all")


def test_frames_hold_the_claims(ledger_path: Path) -> None:
    """A notebook gets the claims as Arrow, pandas and polars tables with the same rows."""
    with Ledger(ledger_path, read_only=True) as ledger:
        arrow, pandas, polars = ledger.to_arrow(), ledger.to_pandas(), ledger.to_polars()
        assert arrow.num_rows == len(pandas) == len(polars) > 3
        assert list(pandas.columns) == polars.columns == arrow.column_names
        assert set(pandas["stance"]) == set(polars["stance"].to_list())
