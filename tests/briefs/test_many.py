"""Many briefs in one zip: a folder for each, and what cannot be made loses nothing else."""

import io
import zipfile
from collections.abc import Callable
from functools import partial

from presentation.briefs.content import Brief
from presentation.briefs.products import PRODUCTS, zipped
from tests.briefs.written import pages_of


def test_each_brief_has_a_folder_and_a_broken_one_loses_nothing_else(make_brief: Callable[..., Brief]) -> None:
    def broken() -> Brief:
        raise ValueError("nothing of this is told")

    told: list[tuple[int, int, str]] = []
    makers: list[Callable[[], Brief]] = [
        partial(make_brief, groups={"sex": "female"}),
        broken,
        partial(make_brief, groups={"sex": "male"}),
    ]
    data, lost = zipped(makers, ["Women", "Broken", "Men"], lambda *step: told.append(step))
    assert lost == ("Broken",)
    assert told == [(0, 3, "Women"), (1, 3, "Broken"), (2, 3, "Men")]
    with zipfile.ZipFile(io.BytesIO(data)) as kept:
        names = kept.namelist()
        texts = [pages_of(kept.read(name))[0] for name in names if name.endswith("one_page.pdf")]
    assert len(names) == 2 * len(PRODUCTS)
    assert {name.partition("/")[0][:2] for name in names} == {"01", "03"}
    assert "About 28 of every 100 women" in texts[0]
    assert "About 34 of every 100 men" in texts[1]
