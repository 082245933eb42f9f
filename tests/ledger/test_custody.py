from __future__ import annotations

import random
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from counterclaim.errors import CounterclaimError, LedgerAltered, NotFound, StoreError
from counterclaim.ledger import Ledger, writing
from counterclaim.ledger.provenance import new_run
from counterclaim.model import encode
from tests.review.test_review import captured, report

#: Forks a writer again and again, kills it at a random moment, and checks what it left. A fork starts in milliseconds.
_KILLER = """
import datetime as dt, os, random, signal, sys, time
from counterclaim.ledger import Ledger
from tests.review.test_review import captured, report

path, limit, fewest = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])

def write(kill, out):
    with Ledger(path) as ledger:
        for n in range(kill * 50, kill * 50 + 50):
            reading = report(f"town {n}", dt.date(1700, 1, 1) + dt.timedelta(days=7 * n))
            ledger.add_read([captured(reading)])
            os.write(out, f"{reading.document.id}\\n".encode())
            made = ledger.review.correct(reading.claims[0].id, "killed", (n, n), by="a", why="w")
            os.write(out, f"{made.id}\\n".encode())

with Ledger(path) as ledger:  # loads words and weights once, so that the forks begin to write at once
    ledger.add_read([captured(report("first"))])
chance, acknowledged, kills, began = random.Random(11), set(), 0, time.monotonic()
while min(kills, len(acknowledged)) < fewest and time.monotonic() - began < limit:
    read, out = os.pipe()
    child = os.fork()
    if child == 0:
        write(kills, out)
        os._exit(0)
    os.close(out)
    with os.fdopen(read) as told:
        # After none to three acknowledgements and a moment more, so that a slow machine is killed in its midst as well.
        lines = [told.readline() for _ in range(chance.randrange(4))]
        time.sleep(chance.expovariate(40))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        acknowledged |= {line.strip() for line in [*lines, *told] if line.endswith("\\n")}
    kills += 1
    with Ledger(path) as ledger:
        ledger.verify()
        missing = acknowledged - ledger.store.ids("documents") - ledger.store.ids("reviews")
        assert not missing, missing
print(kills, len(acknowledged))
"""


def test_a_process_killed_anywhere_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Killed two hundred times at random moments of ingestion and review: after each kill the ledger verifies and holds
    every report and decision that was acknowledged; no report is left uncompared; afterwards it goes on as if whole.
    """
    path = tmp_path / "killed.db"
    command = [sys.executable, "-c", _KILLER, str(path), "150", "200"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 0, done.stderr
    kills, acknowledged = map(int, done.stdout.split())
    sys.stdout.write(f"{kills} kills, {acknowledged} reports and decisions acknowledged\n")  # shown by pytest -rP
    # Two hundred where the machine has time for it; one at its limit is given two and a half minutes.
    assert kills >= 50
    assert acknowledged >= 50
    with Ledger(path) as ledger:
        assert ledger.store.unlinked() == {}
        ledger.add_read([captured(report("last"))])
        assert list(ledger.store.views.bodies()) == [encode(i) for i in ledger.incidents_anew()]


def test_a_kept_head_shows_whether_the_ledger_still_leads_to_it(tmp_path: Path) -> None:
    """Who kept a head can tell later that what came before it is unchanged; another ledger's head is refused."""
    with Ledger(tmp_path / "a.db") as ledger, Ledger(tmp_path / "b.db") as other:
        ledger.add_read([captured(report("one"))])
        kept = ledger.head()
        ledger.add_read([captured(report("two"))])
        assert ledger.verify(kept)[1] != kept
        other.add_read([captured(report("three"))])
        with pytest.raises(LedgerAltered, match="does not lead through"):
            ledger.verify(other.head())


def test_captured_bytes_are_kept_once_with_each_capture(tmp_path: Path) -> None:
    """Bytes that come twice are stored once, compressed, under their own hash; each capture is on record."""
    one, reading = captured(report("one"))
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.add_read([(one, reading)])
        ledger.add_read([(one, reading)])
        bodies = list(ledger.store.bodies("captures"))
        assert [zlib.decompress(body) for body in bodies] == [one.raw]
        assert len(list(ledger.store.rows("fetches"))) == 2


def test_the_history_of_a_cell_names_programs_and_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Machine readings, a correction and its withdrawal, each with when, by whom and why; a diff of two programs."""
    with Ledger(tmp_path / "a.db") as ledger:
        first = report("one")
        ledger.add_read([captured(first)])
        claim = first.claims[0].id
        made = ledger.review.correct(claim, "killed", (8, 9), by="Amal", why="hospital list")
        ledger.review.withdraw(made.id, by="Amal", why="the wrong list")
        before = ledger.runs()[0].program
        monkeypatch.setattr(writing, "program_version", lambda: "99.0")
        monkeypatch.setattr("counterclaim.ledger.provenance.program_version", lambda: "99.0")
        ledger.add_read([captured(report("one", killed=[19, 19]))])
        steps = ledger.history(claim, "killed")
        assert [s.value for s in steps] == [(9, 9), (8, 9), (9, 9), (19, 19)]
        assert [s.by for s in steps][1:3] == ["Amal", "Amal"]
        with pytest.raises(NotFound):
            ledger.history("nothing", "killed")
        assert all(c.kind in ("changed", "new", "gone") for c in ledger.diff(before, "99.0"))
        assert ledger.diff("99.0") == ()
        with pytest.raises(NotFound, match="no version"):
            ledger.diff("0.0.0")


def test_a_full_disk_a_read_only_file_and_a_broken_one_say_what_to_do(tmp_path: Path) -> None:
    """Nothing is half written where there is no room; what cannot be written or read is named with advice."""
    path = tmp_path / "a.db"
    with Ledger(path) as ledger:
        ledger.add_read([captured(report("one"))])
        head = ledger.head()
        pages = ledger.store._db.execute("PRAGMA page_count").fetchone()[0]
        ledger.store._db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="has room"):
            ledger.add_read(captured(report(f"town {number}")) for number in range(200))
        ledger.store._db.execute("PRAGMA max_page_count = 1000000")
        ledger.verify(head)
        ledger.add_read([captured(report("after"))])
        assert list(ledger.store.views.bodies()) == [encode(i) for i in ledger.incidents_anew()]
    with Ledger(path, read_only=True) as ledger, pytest.raises(StoreError, match="nothing was written"):
        ledger.store.append([new_run(None).row()])
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"SQLite format 3\x00" + random.Random(1).randbytes(4096))
    with pytest.raises(StoreError, match="damaged"):
        Ledger(broken)


def test_a_file_that_is_damaged_in_its_midst_is_told(tmp_path: Path) -> None:
    """Bytes that a disk lost are named, by whichever question meets them: never a wrong answer and never a foreign error."""
    path = tmp_path / "a.db"
    with Ledger(path) as ledger:
        ledger.add_read([captured(report(f"town {number}")) for number in range(30)])
        head = ledger.head()
    sound, chance, told = path.read_bytes(), random.Random(3), 0
    for _ in range(40):
        at = chance.randrange(4096, len(sound) - 512)
        path.write_bytes(sound[:at] + chance.randbytes(512) + sound[at + 512 :])
        for name in ("a.db-wal", "a.db-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        try:
            with Ledger(path, read_only=True) as ledger:
                assert ledger.verify(head)[1] == head
                ledger.page()
        except CounterclaimError:
            told += 1
    # What is lost can lie in an index or a derived table that neither question reads.
    assert told > 20
