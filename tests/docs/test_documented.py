from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import typer.main
import yaml

import counterclaim.cli  # noqa: F401 - the verbs join the app
from counterclaim.cli.app import app
from counterclaim.export import FORMATS, Kept, format_named
from counterclaim.export.tables import dictionary_lines

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
COMMANDS = typer.main.get_group(app).commands


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name: str) -> None:
    """Each verb has its section in the reference, and each of its options stands there or in the verb it refers to."""
    text = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")
    sections = {part.partition("`")[0]: part for part in text.split("## `counterclaim ")[1:]}
    assert name in sections
    said = sections[name] + (sections["read"] if "options of `read`" in sections[name] else "")
    command = COMMANDS[name]
    verbs = getattr(command, "commands", {})
    assert all(f"`{verb}`" in said for verb in verbs)
    for option in [*command.params, *(p for verb in verbs.values() for p in verb.params)]:
        for flag in option.opts:
            if flag.startswith("--"):
                assert re.search(rf"{flag}\b", said), (name, flag)


def test_every_format_of_the_export_is_documented() -> None:
    """Each format has its row in the how-to."""
    text = (DOCS / "how-to" / "export.md").read_text(encoding="utf-8")
    for name in [*(f.name for f in FORMATS), "jsonl", "dossier", "site"]:
        assert f"| `{name}` |" in text


@pytest.mark.parametrize(
    "page",
    ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", *(str(p.relative_to(ROOT)) for p in sorted(DOCS.rglob("*.md")))],
)
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    """A link inside the project has its file, and a heading where it names one."""
    text = re.sub(r"(?s)```.*?```", "", (ROOT / page).read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        assert file.exists(), (page, target)
        if anchor and file.suffix == ".md":
            headings = re.findall(r"(?m)^#+ (.*)$", file.read_text(encoding="utf-8"))
            assert anchor in {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}, (
                page,
                target,
            )


def test_the_first_page_leads_to_every_page_that_a_user_needs() -> None:
    """Each how-to, reference page and error analysis is linked from the front page of the documentation."""
    linked = set(re.findall(r"\]\(([^)#\s]+)\)", (DOCS / "index.md").read_text(encoding="utf-8")))
    pages = {
        str(p.relative_to(DOCS)) for folder in ("how-to", "reference", "errors") for p in (DOCS / folder).glob("*.md")
    }
    assert pages <= linked


def test_the_notebook_is_run_when_the_pages_are_built() -> None:
    """The page of the notebook shows what this program says: it is run, nothing is kept of an older run, and an error fails."""
    plugins = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["plugins"]
    (settings,) = (
        plugin["mkdocs-jupyter"] for plugin in plugins if isinstance(plugin, dict) and "mkdocs-jupyter" in plugin
    )
    assert (settings["execute"], settings["cache"], settings["allow_errors"]) == (True, False, False)
    cells = json.loads((DOCS / "notebooks" / "incident.ipynb").read_text(encoding="utf-8"))["cells"]
    assert not any(cell.get("outputs") for cell in cells)


@pytest.mark.parametrize("name", ["acled", "ucdp"])
def test_every_column_of_a_coders_table_is_documented(name: str) -> None:
    """Each column has its line on the page that says by which rule it is filled, or that it is empty."""
    text = (DOCS / "reference" / "coders-tables.md").read_text(encoding="utf-8")
    lines = format_named(name).lines
    assert lines is not None
    for column in next(lines(Kept((), {}, (), "", ""))).strip().split(","):
        assert f"`{column}`" in text, column


def test_the_data_dictionary_is_that_of_the_code(request: pytest.FixtureRequest) -> None:
    """The page equals what the tables say of themselves; `pytest --golden` writes it anew."""
    path = DOCS / "reference" / "data-dictionary.md"
    made = "".join(line for line in dictionary_lines(Kept((), {}, (), "", "")) if not line.startswith("Made by"))
    if request.config.getoption("--golden"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")
