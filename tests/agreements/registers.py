"""A register for the tiny county, right as it stands, for tests to spoil or to let end."""

from pathlib import Path
from typing import Final

from tests.loading.tiny_county import TinyCounty

RIGHT: Final = """\
[contact]
office = "Tiny County Privacy Office"
how = "Call 555-0100."
objections = "Write to us. We look at it within 30 days."

[[agreement]]
id = "sheriff"
parties = ["Tiny County", "Tiny County Sheriff"]
sources = ["jail"]
data = "Stays in jail."
purpose = "To see how people do after jail."
legal_basis = "Board order 12."
start = 2020-01-01
end = 2025-12-31
keep_days = 365
contact = "The sheriff's records clerk"
"""


def register(tiny: TinyCounty, text: str = RIGHT) -> Path:
    """Put a register beside the county file."""
    path = tiny.county_folder / "agreements.toml"
    path.write_text(text, "utf-8")
    return path
