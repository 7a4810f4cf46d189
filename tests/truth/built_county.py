"""A made-up county of one seed, taken through the whole program, beside its truth; with true keys or with linkage."""

import datetime as dt
import json
from pathlib import Path
from typing import Any, Final

import polars as pl

from data_access import building
from data_access.county import County, read_county
from data_access.extract import Extract, read_extract
from data_access.linkage_settings import ONLY_IDENTITY_FIELDS
from data_access.made_up import make_county
from data_access.made_up.files import SHARED_KEY
from data_access.questions import Question
from data_access.records import exact_answers, open_records
from data_access.sources import Source

NOW: Final = dt.datetime(2025, 1, 15, 12, tzinfo=dt.UTC)
LINKED: Final = read_county("made-up")


def _with_true_keys(source: Source) -> Source:
    told = {field: column for field, column in source.columns.items() if field not in ONLY_IDENTITY_FIELDS}
    columns = {**told, "person_key": SHARED_KEY}
    return source.model_copy(update={"columns": columns, "key_space": "county"})


TRUE_KEYS: Final = LINKED.model_copy(
    update={"sources": tuple(_with_true_keys(source) for source in LINKED.sources)}, deep=True
)
"""The made-up county as if every agency knew every person by the same true number: perfect links."""


class Built:
    """The made-up county of one seed, imported, linked and extracted, beside its truth."""

    def __init__(self, root: Path, *, people: int, seed: int, county: County = TRUE_KEYS) -> None:
        self.county = county
        self.data_dir = root / "data"
        self.files = root / "files"
        make_county(self.files, people=people, seed=seed, shared_keys=True)
        self.truth: dict[str, Any] = json.loads((self.files / "truth.json").read_text("utf-8"))
        assert building.import_sources(county, self.files, self.data_dir, NOW, lambda _: None) == []
        building.link(county, self.data_dir, NOW, lambda _: None)
        building.extract(county, self.data_dir, NOW, lambda _: None)

    @property
    def extract(self) -> Extract:
        return read_extract(self.data_dir, self.county.id)

    def answers(self, measure_id: str, by: str, window_days: int = 365) -> dict[tuple[str, str], dict[str, Any]]:
        """Return the exact answers for one window of every year, by (year, group)."""
        question = Question(
            measure_id=measure_id, window_days=window_days, period=None, by=() if by == "all" else (by,), only={}
        )
        frame = exact_answers(open_records(self.county, self.data_dir), question).frame
        group = pl.lit("all") if by == "all" else pl.col(by)
        return {(row["period"], row["_group"]): row for row in frame.with_columns(_group=group).to_dicts()}
