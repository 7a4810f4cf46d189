"""The slides as another program draws them: LibreOffice opens them, and nothing is drawn outside of a slide's margins."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from presentation.briefs.content import Brief
from presentation.briefs.slides import slides
from presentation.briefs.texts import Written
from tests.briefs.written import LONGEST, WIDEST

MARGIN_INCHES = 0.4
DOTS = 50


@pytest.mark.proof
@pytest.mark.parametrize("written", [None, LONGEST, WIDEST], ids=["nothing", "long", "wide"])
def test_libreoffice_draws_six_slides_with_clean_margins(
    make_brief: Callable[..., Brief], tmp_path: Path, written: Written | None
) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice Impress is needed: on Debian, apt-get install libreoffice-impress"
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(slides(make_brief(behind=written, ask=written)))
    command = [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/office", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(deck)], check=True, capture_output=True)
    document = pypdfium2.PdfDocument(deck.with_suffix(".pdf"))
    assert len(document) == 6
    for page in document:
        drawn = page.render(scale=DOTS / 72).to_pil().convert("L").point(lambda light: 255 if light < 200 else 0)
        left, top, right, bottom = drawn.getbbox()
        edge = MARGIN_INCHES * DOTS
        assert left >= edge
        assert top >= edge
        assert right <= drawn.width - edge
        assert bottom <= drawn.height - edge / 4
