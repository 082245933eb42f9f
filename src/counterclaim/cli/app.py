"""The verbs of the command line; each only reads options, calls the ledger, and shows."""

from __future__ import annotations

import os
import sys
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated

import typer

from counterclaim.cli.options import (
    Address,
    AsOf,
    CodebookName,
    Columns,
    Encoding,
    EngineName,
    Format,
    LedgerPath,
    LlmCache,
    LlmCalls,
    LlmModel,
    LlmUrl,
    MaxBytes,
    Outlet,
    Paths,
    Processes,
    Published,
    ReaderName,
    ReadFormat,
    Sieve,
    Title,
    choice,
    day_of,
    engine_of,
    input_options,
    model_reader,
)
from counterclaim.errors import CounterclaimError, OptionError

app = typer.Typer(
    name="counterclaim",
    help="Read reports of conflict incidents into a ledger of claims: who says what happened, and who denies it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command()
def read(
    paths: Paths,
    format: ReadFormat = "table",  # noqa: A002 - the option's name
    published: Published = None,
    outlet: Outlet = None,
    title: Title = None,
    columns: Columns = None,
    encoding: Encoding = None,
    max_bytes: MaxBytes = 50_000_000,
    sieve: Sieve = False,
    processes: Processes = 1,
    engine: EngineName = "local",
    address: Address = None,
    reader: ReaderName = "rules",
    llm_url: LlmUrl = None,
    llm_model: LlmModel = "default",
    llm_cache: LlmCache = None,
    llm_calls: LlmCalls = 1000,
    codebook: CodebookName = "counterclaim",
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            help="Keep readings in this folder (or s3://bucket/prefix), file by file; what is finished is skipped.",
        ),
    ] = None,
) -> None:
    """Read reports and show what they say; nothing is kept but with --output."""
    from counterclaim.cli.reading import read_and_show, read_into_folder

    chosen = choice("--format", format, ("table", "jsonl", "parquet"))
    if chosen == "parquet" and output is None:
        raise OptionError("--format parquet is for --output FOLDER; give both", subject="--format")
    options = input_options(published, outlet, title, columns, encoding, max_bytes, sieve)
    where = engine_of(engine, processes, address, codebook)
    model = model_reader(reader, llm_url, llm_model, llm_cache, llm_calls)
    if output is None:
        raise typer.Exit(read_and_show(paths, options, chosen, where, model))
    if model is not None:
        raise OptionError("--output keeps what rules read; leave out --reader llm", subject="--output")
    raise typer.Exit(read_into_folder(paths, output, options, where, "parquet" if chosen == "parquet" else "jsonl"))


@app.command()
def ingest(
    paths: Paths,
    ledger: LedgerPath,
    published: Published = None,
    outlet: Outlet = None,
    title: Title = None,
    columns: Columns = None,
    encoding: Encoding = None,
    max_bytes: MaxBytes = 50_000_000,
    sieve: Sieve = False,
    processes: Processes = 1,
    engine: EngineName = "local",
    address: Address = None,
    codebook: CodebookName = "counterclaim",
) -> None:
    """Read reports into a ledger; what it holds already is left as it is."""
    from counterclaim.cli.reading import ingest_and_show

    options = input_options(published, outlet, title, columns, encoding, max_bytes, sieve)
    raise typer.Exit(ingest_and_show(paths, ledger, options, engine_of(engine, processes, address, codebook)))


@app.command()
def incidents(
    ledger: LedgerPath,
    status: Annotated[
        str | None, typer.Option(help="single-source, corroborated, contested, admitted or withdrawn.")
    ] = None,
    place: Annotated[str | None, typer.Option(help="Words of the place.")] = None,
    since: Annotated[str | None, typer.Option(help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, YYYY-MM-DD.")] = None,
    party: Annotated[str | None, typer.Option(help="Words of a perpetrator, side or source.")] = None,
    as_of: AsOf = None,
    format: Format = "table",  # noqa: A002 - the option's name
) -> None:
    """List the incidents of a ledger as all its reports tell them."""
    from counterclaim.cli.listing import show_incidents
    from counterclaim.model import Status

    statuses = Status.__args__  # type: ignore[attr-defined]
    chosen = {
        "status": choice("--status", status, statuses) if status else None,
        "place": place, "party": party,
        "since": day_of("--since", since), "until": day_of("--until", until), "as_of": day_of("--as-of", as_of),
    }  # fmt: skip
    show_incidents(ledger, choice("--format", format, ("table", "jsonl")), chosen)


@app.command()
def show(
    incident: Annotated[str, typer.Argument(help="Id of an incident, or its beginning.")],
    ledger: LedgerPath,
    as_of: AsOf = None,
) -> None:
    """Show the claim matrix of one incident: facets down, sources across, each cell with its sentence."""
    from counterclaim.cli.matrix import show_incident

    show_incident(ledger, incident, day_of("--as-of", as_of))


@app.command()
def demo(
    ledger: Annotated[
        Path | None, typer.Option("--ledger", help="Keep the ledger here; by default in a temporary folder.")
    ] = None,
) -> None:
    """Build a ledger of the packaged demonstration reports and show what it found."""
    from counterclaim.cli.demonstration import run_demo

    run_demo(ledger)


@app.command()
def gazetteer(action: Annotated[str, typer.Argument(help="build: make the gazetteer anew.")],
              source: Annotated[Path | None, typer.Option(help="A full GeoNames dump (allCountries.txt or .zip).")] = None) -> None:  # fmt: skip
    """Build the gazetteer, from the packaged data or from a full GeoNames dump."""
    from counterclaim.lexicon.gazetteer import Gazetteer

    choice("action", action, ("build",))
    made = Gazetteer.build(source) if source else Gazetteer.build()
    typer.echo(f"built: {made}")


@app.command()
def doctor(ledger: Annotated[Path | None, typer.Option("--ledger", help="A ledger to check as well.")] = None) -> None:
    """Check the installation: parser and tagger by hash, gazetteer, a ledger; say what to do."""
    from counterclaim.cli.checkup import check_up

    raise typer.Exit(check_up(ledger))


def main() -> None:
    """Run the command line; errors of ours are one line, a broken pipe is silent."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app(standalone_mode=True)
    except OptionError as error:
        typer.echo(f"counterclaim: {error.message}", err=True)
        raise SystemExit(2) from None
    except CounterclaimError as error:
        if os.environ.get("COUNTERCLAIM_DEBUG"):
            raise
        typer.echo(f"counterclaim: {error.message}", err=True)
        raise SystemExit(1) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
