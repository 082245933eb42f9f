"""The commands that the pages give are run as a reader would, or at least known to the command line."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner, Result

import counterclaim.cli  # noqa: F401 - the verbs join the app
from counterclaim.cli.app import app
from counterclaim.ledger import Ledger

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
GROUP = typer.main.get_group(app)


def blocks(page: Path) -> list[tuple[str, str, str]]:
    """The fenced and indented examples of a page in order: the words before, the language, the lines."""
    text = re.sub(r"(?m)^    (?=counterclaim )", "", page.read_text(encoding="utf-8"))
    parts = re.split(r"(?m)^```(.*)\n", text)
    return [(parts[k - 1], parts[k].strip(), parts[k + 1]) for k in range(1, len(parts) - 1, 2)]


def commands_in(text: str) -> list[list[str]]:
    """The command lines of an example as words, what a shell does with their output left out."""
    lines = [line for line in text.splitlines() if re.match(r"(\$ )?counterclaim \w", line)]
    out = []
    for line in lines:
        words = shlex.split(line.removeprefix("$ "), comments=True)
        out.append(words[1 : words.index(">")] if ">" in words else words[1:])
    return out


def is_known(words: list[str]) -> bool:
    """True where the command line has the verb and its options."""
    command: Any = GROUP.commands[words[0]]
    if hasattr(command, "commands"):
        command = command.commands[words[1]]
    flags = {flag for param in command.params for flag in (*param.opts, *param.secondary_opts)}
    return all(word.partition("=")[0] in flags for word in words if re.match(r"--?[a-z]", word))


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_each_command_of_the_pages_is_one(page: Path) -> None:
    """Every verb and option that a page gives exists."""
    text = re.sub(r"(?m)^    (?=counterclaim )", "", page.read_text(encoding="utf-8"))
    for words in commands_in(text):
        assert is_known(words), words


def run(words: list[str], ids: dict[str, str]) -> Result:
    """A command, with the id of a page put for that of this ledger and ``$(cat FILE)`` for what the file holds."""
    filled = [re.sub(r"\$\(cat ([\w.]+)\)", lambda f: Path(f[1]).read_text(encoding="utf-8").strip(), w) for w in words]
    done = CliRunner().invoke(app, [ids.get(word, word) for word in filled])
    assert done.exit_code == 0, (words, done.output, done.exception)
    return done


def test_the_tutorial_runs_from_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files saved and its commands given in their order, the tutorial ends where it says."""
    monkeypatch.chdir(tmp_path)
    ids: dict[str, str] = {}
    said: dict[str, str] = {}
    for before, language, text in blocks(ROOT / "docs" / "tutorial.md"):
        saved = re.findall(r"Save this as `([\w.]+)`", before)
        if language == "" and saved:
            Path(saved[-1]).write_text(text, encoding="utf-8")
        for words in commands_in(text):
            done = run(words, ids)
            said[" ".join(words[:1] + [word for word in words if word.startswith("--")])] = done.output
            if words[0] == "incidents" and (found := re.search(r"\bm[0-9a-f]{7}\b", done.output)):
                ids.setdefault("ID", found.group())
        if language == "python":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(text, "tutorial.md", "exec"), {})  # noqa: S102 - the example of our own page
            assert "denies" in printed.getvalue()
            assert ids["ID"] in printed.getvalue()
    assert "contested: perpetrator, killed" in said["incidents --ledger --status"]
    assert "denies" in said["show --ledger"]
    assert "14" in said["show --ledger"]
    assert "14" not in said["show --ledger --as-of"]
    assert "none altered" in said["verify --ledger"]
    assert "<!doctype html>" in Path("tharba.html").read_text(encoding="utf-8")
    assert Path("tables", "dictionary.md").is_file()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with the files that the how-to pages name, and the id of a contested incident of its ledger."""
    folder = tmp_path_factory.mktemp("desk")
    demo = (resources.files("counterclaim.lexicon") / "demo" / "reports.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in demo.splitlines() if '"alhari-' in line]
    (folder / "reports.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows[:2]), encoding="utf-8")
    gold = (ROOT / "benchmarks" / "cases.gold.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = {row["id"] for row in rows[:2]}
    (folder / "gold.jsonl").write_text(
        "\n".join(line for line in gold if json.loads(line)["doc"] in wanted), encoding="utf-8"
    )
    table = [{"body": row["text"], "date": row["published"], "site": row["outlet"]} for row in rows[:1]]
    lines = [
        "body,date,site",
        *(",".join('"' + str(cell).replace('"', '""') + '"' for cell in row.values()) for row in table),
    ]
    (folder / "articles.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "archive").mkdir()
    (folder / "archive" / "one.jsonl").write_text(json.dumps(rows[2]) + "\n", encoding="utf-8")
    with Ledger(folder / "conflict.db") as ledger:
        ledger.ingest([str(folder / "reports.jsonl")])
        incident = ledger.incidents(status="contested")[0].id
    return folder, incident


@pytest.mark.parametrize("name", ["export", "evaluate", "read-tables", "trust-a-ledger", "cluster"])
def test_the_commands_of_a_how_to_run(name: str, desk: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """On a desk with the files that it names, each command of the page does what it says, in the page's order."""
    folder, incident = desk
    monkeypatch.chdir(folder)
    page = ROOT / "docs" / "how-to" / f"{name}.md"
    ran = 0
    for line in [line for _, _, text in blocks(page) for line in text.splitlines()]:
        # A cluster of Ray has a test of its own.
        for words in [] if "--engine ray" in line else commands_in(line):
            done = run(words, {"m9a147eb": incident})
            if " > " in line:
                Path(line.rpartition(" > ")[2].strip()).write_text(done.stdout, encoding="utf-8")
            ran += 1
    assert ran
