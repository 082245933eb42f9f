"""Draws what a command prints as an SVG: ``python tools/picture.py OUT.svg WIDTH COMMAND...``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text


def main() -> None:
    """Run the command with colours and draw its output."""
    target, width, command = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    environment = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": str(width), "TERM": "xterm-256color"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)  # noqa: S603 - the caller's own command
    console = Console(record=True, width=width, file=Path(os.devnull).open("w"))  # noqa: SIM115 - kept open while it draws
    console.print(Text.from_ansi(done.stdout))
    drawn = console.export_svg(title=" ".join(["counterclaim", *command[1:3]]))
    local = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)  # a picture that loads nothing from elsewhere
    target.write_text(re.sub(r"<!--.*?-->\s*", "", local), encoding="utf-8")


if __name__ == "__main__":
    main()
