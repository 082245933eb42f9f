"""Every error that Counterclaim raises on purpose.

    CounterclaimError
    ├── InputError            a file or row that cannot be read as a report
    │   ├── UnreadableInput       missing, no permission, cut short
    │   ├── EmptyInput            nothing to read
    │   ├── TooLargeInput         over the size that is read in one piece
    │   ├── BinaryInput           not text
    │   ├── EncodingInput         text in an encoding that was not declared
    │   └── LanguageInput         a language that no lexicon folder covers
    ├── OptionError           an option whose value makes no sense
    ├── LexiconError          a data file of words, actors, places or rules that is wrong
    ├── ModelError            weights or a parser that are missing or altered
    ├── EngineError           a cluster that does not answer
    ├── StoreError            a ledger that cannot be opened, read or written
    │   ├── LedgerVersion         written by another version of the schema
    │   └── LedgerAltered         its hash chain does not close
    └── NotFound              no incident, claim or document of that id

Each message says what to do. Foreign exceptions are wrapped at the edge with ``raise ... from``.
"""

from __future__ import annotations


class CounterclaimError(Exception):
    """Root of the tree: ``except CounterclaimError`` catches whatever this package raises on purpose."""

    def __init__(self, message: str, *, subject: str = "") -> None:
        """Keep the message for people and the subject (a path, a row, an id) for programs."""
        super().__init__(message)
        self.message = message
        self.subject = subject


class InputError(CounterclaimError):
    """A file or row cannot be read as a report; ``subject`` names it."""


class UnreadableInput(InputError):
    """Missing, not permitted, or cut short."""


class EmptyInput(InputError):
    """Nothing to read in it."""


class TooLargeInput(InputError):
    """Over the size that is read in one piece."""


class BinaryInput(InputError):
    """Not text."""


class EncodingInput(InputError):
    """Text in another encoding than UTF-8 that its file does not declare."""


class LanguageInput(InputError):
    """Written in a language that no folder of the lexicon covers."""


class OptionError(CounterclaimError):
    """An option has a value that makes no sense; ``subject`` names the option."""


class LexiconError(CounterclaimError):
    """A data file of words, actors, places or rules is wrong; ``subject`` names file and entry."""


class ModelError(CounterclaimError):
    """Weights or a parser are missing or altered; ``subject`` names the file."""


class EngineError(CounterclaimError):
    """A cluster does not answer; ``subject`` is its address."""


class StoreError(CounterclaimError):
    """A ledger cannot be opened, read or written; ``subject`` is its path."""


class LedgerVersion(StoreError):
    """The ledger was written by another version of the schema."""


class LedgerAltered(StoreError):
    """The ledger's hash chain does not close; ``subject`` names the first broken row."""


class NotFound(CounterclaimError):
    """No incident, claim or document has that id."""
