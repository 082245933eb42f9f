"""Out of the ledger, into other tools: each format is a module, a pure function from what is kept to text."""

from counterclaim.export.formats import FORMATS, Format, format_named
from counterclaim.export.kept import Kept

__all__ = ["FORMATS", "Format", "Kept", "format_named"]
