"""``runs`` and ``retry``: what each run did, and what failed once more."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from counterclaim.cli.app import app
from counterclaim.cli.options import CodebookName, Format, LedgerPath, Processes, choice, engine_of, existing
from counterclaim.cli.progress import about

if TYPE_CHECKING:
    from counterclaim.ledger import RunCounts

#: A run leaves a mark each minute; one that was silent for longer than this is taken for cut off.
_SILENT = dt.timedelta(minutes=3)


@app.command()
def runs(ledger: LedgerPath, format: Format = "table") -> None:  # noqa: A002 - the option's name
    """List the runs that wrote to a ledger: what each read, how fast, what failed, whether it finished."""
    from counterclaim.ledger import Ledger
    from counterclaim.model import encode

    chosen = choice("--format", format, ("table", "jsonl"))
    with Ledger(existing(ledger), read_only=True) as opened:
        found = opened.run_counts()
    if chosen == "jsonl":
        for run in found:
            sys.stdout.write(encode(run).decode("utf-8") + "\n")
        return
    _show(found)
    if any(run.failures for run in found):
        typer.echo(f"next: counterclaim retry --ledger {ledger}")


@app.command()
def retry(
    ledger: LedgerPath,
    stage: Annotated[
        str | None, typer.Option(help="Only failures of this stage, as `runs` names them; ingest: inputs.")
    ] = None,
    processes: Processes = 1,
    codebook: CodebookName = "counterclaim",
) -> None:
    """Read again what failed: reports from their kept text, rejected inputs where they still are."""
    from counterclaim.cli.reading import count_failed, say_what_came
    from counterclaim.ledger import Ledger

    with Ledger(existing(ledger)) as opened:
        done = opened.retry(stage, engine=engine_of("local", processes, None, codebook))
    typer.echo(f"{done.reports} reports read again, {done.mended} without the failure now")
    for rejected in done.inputs.rejected:
        typer.echo(f"counterclaim: {rejected.error.message}", err=True)
    for subject in done.missing:
        typer.echo(f"counterclaim: {subject} is no longer there to be read again", err=True)
    if stage in (None, "ingest"):
        say_what_came(done.inputs)
    failed = count_failed(done.inputs.rejected)
    raise typer.Exit(1 if failed or done.missing or done.mended < done.reports else 0)


def _show(found: tuple[RunCounts, ...]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("began (UTC)", no_wrap=True)
    for name in ("reports", "claims", "per s"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("run", no_wrap=True)
    table.add_column("what came of it", overflow="fold")
    for run in found:
        rate = f"{run.rate:.1f}" if run.rate is not None and run.reports else "-"
        began = run.started[:16].replace("T", " ")
        table.add_row(began, str(run.reports), str(run.claims), rate, run.id[:8], _state(run))
    Console(highlight=False).print(table)
    for run in found:
        if run.failures:
            kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(run.failures.items()))
            typer.echo(f"failed in {run.id[:8]}: {kinds}")


def _state(run: RunCounts) -> str:
    if run.finished:
        return "finished"
    heard = dt.datetime.fromisoformat(run.last_heard or run.started)
    since = dt.datetime.now(dt.UTC) - heard
    state = "at work" if since < _SILENT else "cut off"
    if run.left is None:
        return state
    if state == "cut off" or run.seconds_left is None:
        return f"{state}, {run.left} inputs left"
    return f"{state}, {run.left} inputs left, {about(max(0.0, run.seconds_left - since.total_seconds()))}"
