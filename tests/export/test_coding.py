from __future__ import annotations

import csv
import dataclasses
import io
from typing import Any, get_args

import msgspec
import pytest
from typer.testing import CliRunner

import counterclaim.cli
from counterclaim import assess, merge
from counterclaim.export import Kept, format_named
from counterclaim.export.acled import disorder_of
from counterclaim.export.codes import country_of
from counterclaim.export.ucdp import priogrid
from counterclaim.lexicon.gazetteer.tables import rows
from counterclaim.lexicon.incidents import event_type
from counterclaim.model.incident import SubEventType
from tests.export.test_formats import kept
from tests.reports import cases_in, day, reading_of

CASES = cases_in("coding")


def kept_of(case: dict[str, Any]) -> Kept:
    """A report of one incident in a case's words, kept for an export."""
    told = {"place": "Marra", "at": [12.95, 24.28, 10.0], "days": [day("2020-05-03")], **case}
    reading = reading_of({"id": "one", "published": day("2020-05-04"), "incidents": [told]})
    links = tuple(merge.links_between([reading], []))
    return Kept(assess.merged_incidents([reading], links), {reading.document.id: reading}, links, "0" * 64, "0")


def table(name: str, source: Kept) -> list[dict[str, str]]:
    """A table as a reader of CSV has it."""
    lines = format_named(name).lines
    assert lines is not None
    return list(csv.DictReader(io.StringIO("".join(lines(source)))))


@pytest.mark.parametrize("codebook", ["acled", "ucdp"])
@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_a_coder_gets_one_value_by_the_codebook(codebook: str, name: str, case: dict[str, Any]) -> None:
    """Hand, party hit, type of violence, codes, numbers and precision are those that the codebook's rules give."""
    (row,) = table(codebook, kept_of(case))
    wanted = case.get(codebook, {})
    assert {column: row[column] for column in wanted} == wanted, name


def test_the_deaths_of_a_row_add_up() -> None:
    """UCDP's columns of deaths by side add up to the best estimate, which lies between the low and the high one."""
    for _, case in CASES:
        (row,) = table("ucdp", kept_of(case))
        parts = sum(int(row[f"deaths_{side}"]) for side in ("a", "b", "civilians", "unknown"))
        assert parts == int(row["best"])
        assert int(row["low"]) <= int(row["best"]) <= int(row["high"])


def test_an_incident_without_a_death_is_none_of_ucdp_and_is_counted() -> None:
    """UCDP's definition wants a death and a date; what has no row is named by the format, and none is lost unseen."""
    bare = kept_of({"claims": [{"source": "residents", "injured": [3, 3]}]})
    chosen = format_named("ucdp")
    assert table("ucdp", bare) == []
    assert chosen.without is not None
    assert list(chosen.without(bare)) == list(bare.incidents)
    assert len(table("acled", bare)) == 1


def test_the_command_says_what_has_no_row(tmp_path: Any) -> None:
    """Beside the table, on standard error, stands how many incidents it leaves out and by which rule."""
    from counterclaim.ingest import read_inputs
    from counterclaim.ledger import Ledger

    report, path = tmp_path / "report.txt", tmp_path / "a.db"
    report.write_text(
        "An air strike wounded six people in the town of Kidal on 3 May 2020, residents said.", encoding="utf-8"
    )
    with Ledger(path) as ledger:
        ledger.add(read_inputs([str(report)]))
        assert ledger.incidents()
    done = CliRunner().invoke(counterclaim.cli.app.app, ["export", "--ledger", str(path), "--format", "ucdp"])
    assert done.exit_code == 0
    assert "1 of 1 incidents have no row in ucdp" in done.stderr
    assert "no row" not in done.stdout


def test_every_kind_of_incident_has_acleds_event_type_and_disorder() -> None:
    """Each sub-event type of the codebook lies in one event type, and each event type in one kind of disorder."""
    incident = next(iter(kept().incidents))
    for sub in get_args(SubEventType):
        one = msgspec.structs.replace(incident, event_type=event_type(sub), sub_event_type=sub)
        assert disorder_of(one)


@pytest.mark.parametrize(
    ("event", "sub", "disorder"),
    [
        ("Riots", "Mob violence", "Political violence"),
        ("Riots", "Violent demonstration", "Demonstrations"),
        ("Protests", "Excessive force against protesters", "Political violence; Demonstrations"),
        ("Protests", "Peaceful protest", "Demonstrations"),
        ("Strategic developments", "Arrests", "Strategic developments"),
    ],
)
def test_disorder_is_by_sub_event(event: str, sub: str, disorder: str) -> None:
    """ACLED's kind of disorder follows the sub-event where riots and protests part by it."""
    source = kept()
    incidents = (msgspec.structs.replace(next(iter(source.incidents)), event_type=event, sub_event_type=sub),)
    assert table("acled", dataclasses.replace(source, incidents=incidents))[0]["disorder_type"] == disorder


def test_every_country_has_its_codes() -> None:
    """Each country of the gazetteer has a row of codes; no two share a number."""
    countries = [country_of(line["iso"]) for line in rows("countries.csv")]
    assert None not in countries
    for field in ("numeric", "gw", "acled", "ucdp"):
        given = [value for c in countries if (value := getattr(c, field)) is not None]
        assert len(given) == len(set(given)), field


@pytest.mark.parametrize(
    ("lat", "lon", "cell"),
    [(34.531094, 69.162796, 179779), (-90.0, -180.0, 1), (90.0, 180.0, 259200), (None, None, None)],
)
def test_a_point_lies_in_a_cell_of_prio_grid(lat: float | None, lon: float | None, cell: int | None) -> None:
    """Kabul lies in cell 179779, and the grid has 360 rows of 720 cells (PRIO-GRID codebook)."""
    assert priogrid(lat, lon) == cell
