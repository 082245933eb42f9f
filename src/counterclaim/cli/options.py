"""The options that several verbs share, and how their values are checked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from counterclaim.errors import OptionError

Paths = Annotated[
    list[str],
    typer.Argument(
        help="Files (text, pages, JSON Lines, CSV, Parquet, WARC, mail, feeds), folders, or - for standard input."
    ),
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


def input_options(
    published: str | None,
    outlet: str | None,
    title: str | None,
    columns: list[str] | None,
    encoding: str | None,
    max_bytes: int,
    sieve: bool,
) -> Any:
    """The options of inputs, from those of the command line.

    Raises:
        OptionError: a day is none, or a pair of columns is none.
    """
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


def model_reader(name: str, url: str | None, model: str, cache: Path | None, calls: int) -> Any:
    """The language model that reads, ``None`` where the rules do.

    Raises:
        OptionError: there is no such reader, or the model has no address.
    """
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
