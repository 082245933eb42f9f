from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from counterclaim.cli.app import app

REPORT = "Shelling killed six people in the town of Kidal on Sunday, residents said. The Malian army denied that it had fired on the town."


def run(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it."""
    return subprocess.run(
        [sys.executable, "-c", "from counterclaim.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        input=stdin,
        check=False,
    )


def test_read_names_what_failed_and_goes_on(tmp_path: Path) -> None:
    """A bad file is named on standard error, the good one is read, and the exit code is 1."""
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(REPORT, encoding="utf-8")
    bad.write_bytes(b"")
    done = run("read", str(bad), str(good), "--format", "jsonl", "--published", "2018-06-18")
    assert done.returncode == 1
    assert "bad.txt is empty" in done.stderr
    assert "1 input could not be read" in done.stderr
    reading = json.loads(done.stdout)
    assert reading["document"]["text"] == REPORT
    assert {c["stance"] for c in reading["claims"]} >= {"asserts", "denies"}


def test_a_bad_option_exits_with_two(tmp_path: Path) -> None:
    """An option that makes no sense is named, with what is allowed."""
    for arguments in (
        ("read", "x", "--published", "yesterday"),
        ("read", "x", "--format", "xml"),
        ("incidents", "--ledger", str(tmp_path / "none.db")),
    ):
        done = run(*arguments)
        assert done.returncode == 2, done.stderr
        assert done.stderr.count("\n") == 1


def test_from_ingestion_to_the_matrix(tmp_path: Path) -> None:
    """A ledger is built, listed, shown and verified by the commands that each names as next."""
    report, ledger = tmp_path / "report.txt", str(tmp_path / "a.db")
    report.write_text(REPORT, encoding="utf-8")
    done = run("ingest", str(report), "--ledger", ledger, "--published", "2018-06-18", "--outlet", "Desk")
    assert done.returncode == 0, done.stderr
    assert "1 new reports" in done.stdout
    listed = run("incidents", "--ledger", ledger, "--format", "jsonl")
    incident = json.loads(listed.stdout.splitlines()[0])
    known = run("show", incident["id"], "--ledger", ledger, "--as-of", "2018-06-18")
    assert "published by 2018-06-18" in known.stdout
    early = run("show", incident["id"], "--ledger", ledger, "--as-of", "2018-06-01")
    assert early.returncode == 1
    assert "was known by that day" in early.stderr
    assert incident["documents"][0]["outlet"] == "Desk"
    assert [d["id"] for d in incident["main_documents"]] == [incident["documents"][0]["id"]]
    shown = run("show", incident["id"][:8], "--ledger", ledger)
    assert shown.returncode == 0, shown.stderr
    assert "✗ denies" in shown.stdout
    assert "Who repeats whom" in shown.stdout
    assert "[1]" in shown.stdout
    assert run("verify", "--ledger", ledger).returncode == 0
    assert "n" in run("runs", "--ledger", ledger).stdout


def test_standard_input_is_read() -> None:
    """A dash reads a report from standard input."""
    done = run("read", "-", "--published", "2018-06-18", stdin=REPORT)
    assert done.returncode == 0, done.stderr
    assert "residents" in done.stdout


def test_every_command_is_documented() -> None:
    """The reference of the command line has a section for each verb."""
    reference = (Path(__file__).parents[2] / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    names = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    assert names
    assert [name for name in names if f"## `counterclaim {name}`" not in reference] == []


def test_the_package_is_quick_to_import() -> None:
    """Importing the package loads neither parser nor tagger."""
    code = "import sys, counterclaim; print([m for m in ('spacy', 'onnxruntime', 'trafilatura') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("width", [60, 140])
def test_the_matrix_fits_the_terminal(tmp_path: Path, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line of the matrix is wider than the terminal."""
    monkeypatch.setenv("COLUMNS", str(width))
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    done = run("read", str(report), "--published", "2018-06-18")
    assert done.returncode == 0, done.stderr
    assert max(len(line) for line in done.stdout.splitlines()) <= width


def test_several_processes_and_a_sieve_write_the_same_ledger(tmp_path: Path) -> None:
    """Two processes write what one writes, and a page on something else is set aside and counted, not lost."""
    table = tmp_path / "reports.jsonl"
    off = "The recipe wants two eggs, a cup of flour and a spoon of butter; bake it for half an hour and let it cool."
    rows = [{"id": str(k), "text": f"{REPORT} Day {k}.", "published": "2018-06-18"} for k in range(3)]
    lines = [json.dumps(row) for row in [*rows, {"id": "x", "text": off}]]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    listed = []
    for name, more in (("one.db", ()), ("two.db", ("--processes", "2"))):
        done = run("ingest", str(table), "--ledger", str(tmp_path / name), "--sieve", *more)
        assert done.returncode == 0, done.stderr
        assert "set aside: 1" in done.stderr
        listed.append(run("incidents", "--ledger", str(tmp_path / name), "--format", "jsonl").stdout)
    assert listed[0] == listed[1]
    assert listed[0].strip()


def test_a_list_of_feeds_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Following a list that is missing ends with its path and what to do, before a ledger is made."""
    done = run("follow", str(tmp_path / "none.toml"), "--ledger", str(tmp_path / "a.db"))
    assert done.returncode == 1
    assert "none.toml cannot be read" in done.stderr
    assert not (tmp_path / "a.db").exists()


def test_assess_grades_by_several_codebooks_and_shows_where_they_differ(tmp_path: Path) -> None:
    """Each grade names its rule and its claims; the difference of two codebooks on one incident is said."""
    report, ledger = tmp_path / "report.txt", tmp_path / "l.db"
    report.write_text(REPORT, encoding="utf-8")
    run("ingest", str(report), "--ledger", str(ledger), "--published", "2018-06-18")
    done = run("assess", "--ledger", str(ledger), "--codebook", "airwars", "--codebook", "acled", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    grades = json.loads(done.stdout)["grades"]
    assert {grade["axis"]: grade["grade"] for grade in grades["acled"]}["fatalities"] == "6"
    assert all("rule" in grade and grade["axis"] for grade in grades["airwars"])
    table = run("assess", "--ledger", str(ledger), "--diff")
    assert "differ on hand: acled: unidentified armed group; airwars: contested" in table.stdout
    assert "fatalities" not in table.stdout
    assert run("assess", "--ledger", str(ledger), "--diff", "--codebook", "acled").returncode == 2


def test_the_codebook_says_what_dozens_are(tmp_path: Path) -> None:
    """The same report gives another range by another codebook, in this process and in others; an unknown one is named."""
    report = tmp_path / "report.txt"
    report.write_text(
        "Shelling killed dozens of people in the town of Kidal on Sunday, residents said.", encoding="utf-8"
    )
    for more, wanted in (
        ((), [24, 99]),
        (("--codebook", "acled"), [12, 12]),
        (("--codebook", "airwars", "--processes", "2"), [12, 24]),
    ):
        done = run("read", str(report), "--format", "jsonl", "--published", "2018-06-18", *more)
        assert [c["killed"] for c in json.loads(done.stdout)["claims"]] == [wanted], done.stderr
    wrong = run("read", str(report), "--codebook", "nobody")
    assert wrong.returncode == 2
    assert "acled, airwars, counterclaim" in wrong.stderr


def test_an_export_that_cannot_be_written_says_where(tmp_path: Path) -> None:
    """A folder that is not there, and a file where a folder is wanted, are named in one line."""
    report, ledger = tmp_path / "report.txt", str(tmp_path / "l.db")
    report.write_text(REPORT, encoding="utf-8")
    run("ingest", str(report), "--ledger", ledger, "--published", "2018-06-18")
    for form, place in (("geojson", tmp_path / "none" / "x.json"), ("csv", report), ("site", report)):
        done = run("export", "--ledger", ledger, "--format", form, "-o", str(place))
        assert done.returncode == 2
        assert "cannot be written" in done.stderr
        assert done.stderr.count("\n") == 1, done.stderr


def test_what_is_no_export_leaves_no_ledger_behind(tmp_path: Path) -> None:
    """An import of something else says what it wants, and the path stays free for the right file."""
    other, ledger = tmp_path / "other.jsonl", tmp_path / "l.db"
    for content in (b'{"id": 1}\n', b"\xde\xad\xbe\xef"):
        other.write_bytes(content)
        done = run("import", str(other), "--ledger", str(ledger))
        assert done.returncode == 1
        assert "counterclaim export --format jsonl" in done.stderr
        assert list(tmp_path.iterdir()) == [other]


def test_an_empty_ledger_says_how_to_fill_it(tmp_path: Path) -> None:
    """A ledger without an incident is not told to leave out filters."""
    report, ledger = tmp_path / "report.txt", str(tmp_path / "l.db")
    report.write_text("The weather was fine.", encoding="utf-8")
    run("ingest", str(report), "--ledger", ledger, "--published", "2018-06-18")
    assert "counterclaim ingest REPORTS" in run("incidents", "--ledger", ledger).stdout
    assert "Without filters" in run("incidents", "--ledger", ledger, "--place", "Kidal").stdout
