"""The command line makes the same files as the page, and says what is wrong with a question."""

from dataclasses import replace
from pathlib import Path

import pytest

from data_access.publications import Audience
from presentation.briefs.content import Brief
from presentation.briefs.products import Product
from presentation.briefs.web import web_page
from presentation.language_of_run import speaking
from shell import brief
from tests.briefs.written import pages_of
from tests.small_county import publish_small_county


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Publish the made-up county's folder name with the small county's numbers; return where files may go."""
    publish_small_county(tmp_path, made_up=True, county_id="made-up")
    publish_small_county(tmp_path, made_up=True, county_id="made-up", audience=Audience.PARTNER, times=3)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return tmp_path / "out"


def test_it_writes_every_product(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = ["--period", "2022", "--ask", "Fund the center.", "--role", "Director"]
    assert brief.main(["made-up", "--out", str(small), *said]) == 0
    written = sorted(path.name.rpartition("board_")[2] for path in small.iterdir())
    assert written == ["one_page.pdf", "packet.pdf", "posters.pdf", "slides.pptx", "web.html"]
    assert len(capsys.readouterr().out.splitlines()) == len(written)
    (page,) = pages_of(next(small.glob("*one_page.pdf")).read_bytes())
    assert "About 31 of every 100 people who left the county jail in 2022" in page
    assert "Fund the center." in page


def test_it_makes_one_brief_for_each_group(small: Path) -> None:
    assert brief.main(["made-up", "--out", str(small), "--each", "sex", "--products", "one_page"]) == 0
    texts = {path.name: pages_of(path.read_bytes())[0] for path in small.iterdir()}
    assert len(texts) == 3
    assert any("About 28 of every 100 women" in text for text in texts.values())
    assert any("Not shown" in text for text in texts.values())


def test_it_speaks_spanish(small: Path) -> None:
    with speaking("en"):
        assert brief.main(["made-up", "--out", str(small), "--language", "es", "--products", "one_page"]) == 0
    (page,) = pages_of(next(small.iterdir()).read_bytes())
    assert "Lo que no sabemos" in page


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--measures", "rebooking,nonsense"], "--measures takes one to 4 of: rebooking,"),
        (["--period", "1066"], "--period takes one of: year_to_2023-12,"),
        (["--only", "sex=robot"], "--only takes one of: sex=female,"),
        (["--each", "person_id"], "--each takes one of: sex, veteran"),
        (["--for", "public", "--audience", "partner"], "leave out --audience"),
    ],
)
def test_a_wrong_question_is_told_with_the_right_ones(
    small: Path, capsys: pytest.CaptureFixture[str], asked: list[str], told: str
) -> None:
    assert brief.main(["made-up", "--out", str(small), *asked]) == 2
    assert told in capsys.readouterr().err
    assert not small.exists()


def test_one_product_that_cannot_be_made_does_not_lose_the_others(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: Brief) -> bytes:
        raise ValueError("the text of the error may hold what someone wrote")

    good = Product(product_id="web", ending="html", kind="text/html", make=web_page)
    monkeypatch.setattr(brief, "PRODUCTS", (replace(good, product_id="packet", make=broken), good))
    assert brief.main(["made-up", "--out", str(small)]) == 1
    assert [path.suffix for path in small.iterdir()] == [".html"]
    told = capsys.readouterr().err
    assert "could not be made (ValueError)" in told
    assert "someone wrote" not in told
