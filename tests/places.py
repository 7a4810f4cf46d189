"""Where things lie that tests and benchmarks look for."""

import os
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
REAL_DATA: Final = Path(os.environ.get("THROUGHLINE_REAL_DATA") or ROOT.parent / "shared" / "data")
"""One folder per real county. The files are not ours to copy, so they lie beside the repository."""
