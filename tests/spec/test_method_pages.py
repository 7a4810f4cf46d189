"""The method pages in docs/ say what the declarations and the worked examples say."""

from tests.places import ROOT
from tests.spec.print_method import pages


def test_method_pages_are_up_to_date() -> None:
    folder = ROOT / "docs" / "method"
    kept = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    assert kept == pages(), "run `make docs` and commit docs/method"
