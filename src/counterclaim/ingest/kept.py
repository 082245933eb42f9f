"""What a command remembers from one run to the next, in a JSON file beside the ledger."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

import msgspec

from counterclaim.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self


class Kept(msgspec.Struct):
    """A struct that is kept in a file; ``without_it`` tells what happens where somebody removes the file."""

    without_it: ClassVar[str]

    @classmethod
    def read(cls, path: Path) -> Self:
        """What a file keeps; a fresh one where there is no file.

        Raises:
            InputError: the file is damaged.
        """
        if not path.exists():
            return cls()
        try:
            return msgspec.json.decode(path.read_bytes(), type=cls)
        except (msgspec.MsgspecError, OSError) as error:
            message = f"{path} is damaged ({error}); remove it, and {cls.without_it}"
            raise InputError(message, subject=str(path)) from error

    def save(self, path: Path) -> None:
        """Write the file in one step."""
        fresh = path.with_name(path.name + ".new")
        fresh.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=1))
        os.replace(fresh, path)  # noqa: PTH105 - in one step, also over a file that is there
