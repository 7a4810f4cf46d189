"""What the documents promise is there: the guide for a new county is itself a county file, and links lead somewhere."""

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from data_access import (
    agreements,
    consent_elements,
    county,
    county_targets,
    layout,
    linkage_settings,
    mapping_words,
    sources,
)
from tests.places import ROOT

GUIDE = (ROOT / "docs" / "bring-your-county.md").read_text("utf-8")
AGREEMENTS = (ROOT / "docs" / "audit-and-agreements.md").read_text("utf-8")
DOCUMENTS = [
    *(ROOT / f"{name}.md" for name in ("README", "CHANGELOG", "SECURITY")),
    *sorted((ROOT / "docs").glob("*.md")),
]
SERVER_EXAMPLES = ("nginx.conf", "Caddyfile", "throughline-public.service")


def test_the_guide_for_a_new_county_is_a_county_file() -> None:
    example = "\n".join(re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL))
    read = county.County.model_validate({**tomllib.loads(example), "id": "example"})
    assert {*read.sources[0].columns} - {"flag_veteran"} == sources.FIELDS - {"age_at_start"}


def test_the_guide_for_agreements_is_a_register_with_every_key() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", AGREEMENTS, re.DOTALL)
    agreements.Register.model_validate(tomllib.loads(example))
    for part in (agreements.Register, agreements.Agreement, agreements.Contact, agreements.OpenData):
        keys = {field.alias or name for name, field in part.model_fields.items()}
        assert {key for key in keys if not re.search(rf"\b{key}\b", example)} == set()


def test_the_guide_for_consents_names_every_element() -> None:
    assert {name for name in (*consent_elements.ELEMENTS, consent_elements.EXPIRY) if name not in AGREEMENTS} == set()


@pytest.mark.parametrize(
    "part",
    [
        county.County,
        county.DataSpan,
        county.Grouping,
        county.Group,
        county.OftenBooked,
        sources.Source,
        mapping_words.Only,
        mapping_words.Charges,
        mapping_words.DateRule,
        mapping_words.FirstBy,
        mapping_words.Join,
        mapping_words.KindFrom,
        mapping_words.Marks,
        layout.Database,
        county.Comparison,
        county_targets.Target,
        county.Checks,
        linkage_settings.Linkage,
    ],
)
def test_the_guide_explains_every_key(part: type[BaseModel]) -> None:
    keys = {field.alias or name for name, field in part.model_fields.items()}
    assert {key for key in keys if not re.search(rf"\b{key}\b", GUIDE)} == set()


def test_the_guide_explains_every_column_that_tells_who_someone_is() -> None:
    assert {
        field for field in linkage_settings.ONLY_IDENTITY_FIELDS if not re.search(rf"^{field} = ", GUIDE, re.MULTILINE)
    } == set()


@pytest.mark.parametrize("words", sources.CODED_FIELDS.items(), ids=sources.CODED_FIELDS.keys())
def test_the_guide_names_every_word_that_a_code_can_mean(words: tuple[str, frozenset[str]]) -> None:
    assert {word for word in words[1] if f"`{word}`" not in GUIDE} - {"unmapped"} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_each_door_names_its_code_and_the_test_that_guards_it() -> None:
    doors = (ROOT / "SECURITY.md").read_text("utf-8").partition("## The few doors")[2].partition("\n## ")[0]
    rows = [row.split("|")[1:-1] for row in doors.splitlines() if row.startswith("| ")][1:]
    assert len(rows) > 8
    for _, code, test in rows:
        assert re.search(r"\]\((metrics|data_access|shell|tests)/", code)
        assert "](tests/" in test


def test_the_examples_for_a_server_keep_it_closed() -> None:
    """They were tried by hand with nginx and Caddy; this holds them to what running-a-server.md says of them."""
    folder = ROOT / "docs" / "server"
    nginx, caddy, unit = ((folder / name).read_text("utf-8") for name in SERVER_EXAMPLES)
    for text in (nginx, caddy):
        assert "max-age=31536000" in text
        assert "_stcore/" in text
    assert "limit_req " in nginx
    assert "X-Forwarded-Proto $scheme" in nginx
    for line in (
        "SERVER_FOR=public",
        "STREAMLIT_SERVER_ALLOWED_HOSTS=",
        "NoNewPrivileges=yes",
        "InaccessiblePaths=-/srv",
    ):
        assert line in unit
