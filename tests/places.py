"""Where things lie that tests and benchmarks look for."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
REAL_DATA: Final = Path(os.environ.get("THROUGHLINE_REAL_DATA") or ROOT.parent / "shared" / "data")
"""One folder per real county. The files are not ours to copy, so they lie beside the repository."""
MadeOnce = Callable[[str, Callable[[Path], None]], Path]
"""Gives the folder of this name, which a function fills the first time that any test asks for it (see tests/conftest.py)."""
