from __future__ import annotations

import collections
import shutil
from importlib import util
from pathlib import Path

import pytest
from typer.testing import CliRunner

import counterclaim.cli  # noqa: F401 - the verbs join the app
from counterclaim.cli.app import app


def test_a_sound_install_is_ok() -> None:
    """Each part has its line, and nothing is wrong."""
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 0
    assert "wrong" not in done.stdout
    for part in ("parser", "tagger", "gazetteer", "disk", "pdf"):
        assert part in done.stdout


def test_what_is_wrong_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing ledger, a file that is none, and a full disk are named with advice, and the exit code is 1."""
    usage = collections.namedtuple("usage", "total used free")
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"no ledger at all")
    for path, words in ((tmp_path / "none.db", "counterclaim ingest"), (bad, "bad.db")):
        done = CliRunner().invoke(app, ["doctor", "--ledger", str(path)])
        assert done.exit_code == 1
        assert words in done.stdout
    assert not (tmp_path / "none.db").exists()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 9, 1))
    assert "make room" in CliRunner().invoke(app, ["doctor"]).stdout


def test_an_extra_that_lacks_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain install is sound; the line of an extra says how to get it."""
    monkeypatch.setattr(util, "find_spec", lambda _: None)
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 0
    assert "pip install 'counterclaim[pdf]'" in done.stdout
