"""The verbs of the command line; each only reads options, calls the ledger, and shows."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from counterclaim.errors import CounterclaimError, OptionError

app = typer.Typer(
    name="counterclaim",
    help="Read reports of conflict incidents into a ledger of claims: who says what happened, and who denies it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Paths = Annotated[
    list[str], typer.Argument(help="Files (.txt, .html, .jsonl, .json, .csv, .tsv), folders, or - for standard input.")
]
LedgerPath = Annotated[
    Path,
    typer.Option(
        "--ledger", envvar="COUNTERCLAIM_LEDGER", help="The ledger: a file, or postgresql://user@host/database."
    ),
]
Format = Annotated[str, typer.Option("--format", help="table for people, jsonl for programs.")]
AsOf = Annotated[str | None, typer.Option(help="Only what was published by this day, YYYY-MM-DD.")]
ReadFormat = Annotated[
    str, typer.Option("--format", help="table for people, jsonl for programs; with --output also parquet.")
]
Published = Annotated[str | None, typer.Option(help="Day of publication, YYYY-MM-DD, where an input does not say.")]
Outlet = Annotated[str | None, typer.Option(help="Who published it, where an input does not say.")]
Title = Annotated[str | None, typer.Option(help="Title, where an input does not say.")]
Columns = Annotated[list[str] | None, typer.Option(help="Map of column names, for example text=body; may be repeated.")]
Encoding = Annotated[str | None, typer.Option(help="Encoding of the inputs, where it is not UTF-8.")]
MaxBytes = Annotated[int, typer.Option(help="Largest input read in one piece, in bytes.")]
Processes = Annotated[int, typer.Option(min=1, max=256, help="How many processes read; what comes out is the same.")]
EngineName = Annotated[str, typer.Option("--engine", help="local: this machine; ray: a cluster (extra ray).")]
Address = Annotated[str | None, typer.Option(help="Address of a Ray cluster; without it one is started here.")]
ReaderName = Annotated[str, typer.Option("--reader", help="rules, or llm: a language model proposes, rules check.")]
LlmUrl = Annotated[str | None, typer.Option(help="OpenAI-compatible address, for example http://127.0.0.1:8080/v1.")]
LlmModel = Annotated[str, typer.Option(help="Name of the model there.")]
LlmCache = Annotated[Path | None, typer.Option(help="Folder that keeps answers, so that a question is asked once.")]
LlmCalls = Annotated[int, typer.Option(min=1, help="Most calls that go out in one run.")]
CodebookName = Annotated[
    str,
    typer.Option(
        "--codebook", help="What vague numbers mean: acled, airwars or counterclaim (dozens: 12, 12 to 24, 24 to 99)."
    ),
]
Sieve = Annotated[
    bool,
    typer.Option("--sieve", help="Set aside, before any parse, what tells of no incident: for archives of the web."),
]


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

    chosen = choice("--format", format, ("table", "jsonl", *(("parquet",) if output else ())))
    options = _options(published, outlet, title, columns, encoding, max_bytes, sieve)
    where = engine_of(engine, processes, address, codebook)
    model = _model_reader(reader, llm_url, llm_model, llm_cache, llm_calls)
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

    options = _options(published, outlet, title, columns, encoding, max_bytes, sieve)
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


def _options(
    published: str | None,
    outlet: str | None,
    title: str | None,
    columns: list[str] | None,
    encoding: str | None,
    max_bytes: int,
    sieve: bool,
) -> Any:
    from counterclaim.ingest import InputOptions

    pairs = [part for value in columns or [] for part in value.split(",") if part]
    for pair in pairs:
        if "=" not in pair:
            raise OptionError(
                f"--columns {pair!r} is no pair; write ours=theirs, for example text=body", subject="--columns"
            )
    return InputOptions(
        title=title, outlet=outlet, published=day_of("--published", published), encoding=encoding, max_bytes=max_bytes,
        columns=dict(pair.split("=", 1) for pair in pairs), sieve=sieve,
    )  # fmt: skip


def _model_reader(name: str, url: str | None, model: str, cache: Path | None, calls: int) -> Any:
    if choice("--reader", name, ("rules", "llm")) == "rules":
        return None
    from counterclaim.llm import Client, ModelReader

    if url is None or not url.startswith(("http://", "https://")):
        raise OptionError("--reader llm needs --llm-url, for example http://127.0.0.1:8080/v1", subject="--llm-url")
    return ModelReader(Client(url, model, cache, calls))


def engine_of(name: str, processes: int, address: str | None, codebook: str = "counterclaim") -> Any:
    """The engine that options name.

    Raises:
        OptionError: there is no such engine or codebook, or an address is given to one that has none.
    """
    from counterclaim.engines import ENGINES, Engine
    from counterclaim.lexicon.codebook import codebook_names

    if address is not None and name != "ray":
        raise OptionError("--address is that of a Ray cluster; add --engine ray", subject="--address")
    return Engine(
        choice("--engine", name, ENGINES), processes, address, choice("--codebook", codebook, codebook_names())
    )


def day_of(option: str, value: str | None) -> Any:
    """An option's value as a day, ``None`` where it is not given.

    Raises:
        OptionError: it is no day.
    """
    import datetime as dt

    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise OptionError(f"{option} {value!r} is no day; write it as 2018-06-18", subject=option) from error


def choice(option: str, value: str, allowed: tuple[str, ...]) -> str:
    """An option's value, if it is one of those allowed.

    Raises:
        OptionError: it is not.
    """
    if value not in allowed:
        raise OptionError(f"{option} {value!r} is none of {', '.join(allowed)}", subject=option)
    return value


def existing(path: Path) -> Path:
    """The path of a ledger that is there.

    Raises:
        OptionError: there is none; the message says how to make one.
    """
    from counterclaim.store import is_server

    if not is_server(path) and not path.is_file():
        raise OptionError(
            f"there is no ledger {path}; `counterclaim ingest REPORTS --ledger {path}` makes one", subject="--ledger"
        )
    return path


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
