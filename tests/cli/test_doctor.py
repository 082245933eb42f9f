from __future__ import annotations

import collections
import shutil
from importlib import metadata, util
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
    for part in ("Python 3", "install", "parser", "by hash", "tagger", "gazetteer", "disk", "pdf", "llm"):
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


def test_every_extra_is_looked_for() -> None:
    """Each extra of the package but that of its developers has its line."""
    extras = set(metadata.metadata("counterclaim").get_all("Provides-Extra") or ()) - {"dev"}
    lines = CliRunner().invoke(app, ["doctor"]).stdout.splitlines()
    assert extras <= {line.split()[1] for line in lines}


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken install says which package lacks and how to get it."""
    monkeypatch.setattr(metadata, "requires", lambda _: ["msgspec>=0.19", "no-such-package>=1", "ray; extra == 'ray'"])
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 1
    assert "not installed: no-such-package; pip install" in done.stdout


def test_files_that_only_take_room_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gazetteers of other versions are counted with their size; the ledger's failures lead to `retry`."""
    from counterclaim.lexicon.gazetteer import Gazetteer

    used = tmp_path / "gazetteer-new.sqlite"
    shutil.copy(Gazetteer.open().path, used)
    (tmp_path / "gazetteer-old.sqlite").write_bytes(b"0" * 3_000_000)
    monkeypatch.setattr(Gazetteer, "open", lambda: Gazetteer(used))
    assert "1 file of other versions beside it (3 MB) may be deleted" in CliRunner().invoke(app, ["doctor"]).stdout


def test_the_first_use_says_that_it_takes_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the gazetteer is made a line on standard error says so; the second time there is none."""
    from counterclaim.cli.progress import gazetteer_ready
    from counterclaim.lexicon.gazetteer import Gazetteer

    made: list[Path] = []
    monkeypatch.setattr(Gazetteer, "is_built", lambda: bool(made))
    monkeypatch.setattr(Gazetteer, "open", lambda **_: made.append(tmp_path))
    gazetteer_ready()
    assert made == [tmp_path]
    assert "happens once" in capsys.readouterr().err
    gazetteer_ready()
    assert capsys.readouterr() == ("", "")
