"""What a portal finds at the fixed addresses of a public server, and that no other server has them."""

import csv
import io
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from frictionless import Package, system

from data_access.publications import Audience, read_publication
from presentation.files import for_code
from tests.dashboard import running_dashboard
from tests.small_county import COUNTY, publish_small_county

ADDRESSES = (
    "data.json",
    *(f"open-data/{name}" for name in ("data.csv", "data.parquet", "codebook.csv", "datapackage.json")),
)
REQUIRED = ("title", "description", "keyword", "modified", "publisher", "contactPoint", "identifier", "accessLevel")
"""Of a data set by DCAT-US 1.1, for whoever is no federal agency."""
MEDIA_TYPE = re.compile(r"[-\w]+/[-\w]+(\.[-\w]+)*([+][-\w]+)?")


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("open-data")
    publish_small_county(folder, made_up=False)
    publish_small_county(folder, made_up=False, publication_id="2023-12-31-partner", audience=Audience.PARTNER, times=2)
    return folder


@pytest.fixture(scope="module")
def url(data_dir: Path) -> Iterator[str]:
    with running_dashboard(county=COUNTY, data_dir=data_dir) as address:
        yield address


def got(address: str, **headers: str) -> tuple[bytes, Any]:
    request = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read(), answer.headers


def status_of(address: str, **headers: str) -> int:
    try:
        got(address, **headers)
    except urllib.error.HTTPError as error:
        return error.code
    return 200


def test_the_catalog_has_what_the_standard_asks_for_and_every_address_in_it_answers(url: str) -> None:
    catalog = json.loads(got(f"{url}/data.json")[0])
    assert catalog["conformsTo"] == "https://project-open-data.cio.gov/v1.1/schema"
    (dataset,) = catalog["dataset"]
    assert all(dataset[name] for name in REQUIRED)
    assert dataset["accessLevel"] == "public"
    assert dataset["publisher"]["name"] == "Small <County>"
    assert re.fullmatch(r"mailto:[\w.+-]+@[\w.-]+\.\w+", dataset["contactPoint"]["hasEmail"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", dataset["modified"])
    assert dataset["temporal"] == "2021-01-01/2023-12-31"
    forms = {one["format"]: one for one in dataset["distribution"]}
    assert set(forms) == {"CSV", "PARQUET"}
    for one in dataset["distribution"]:
        assert MEDIA_TYPE.fullmatch(one["mediaType"])
        assert got(one["downloadURL"])[1].get_content_type() == one["mediaType"]
    assert got(dataset["describedBy"])[1].get_content_type() == "text/csv"


def test_the_files_hold_the_public_publication_whole_in_each_form(url: str, data_dir: Path) -> None:
    frame = read_publication(data_dir, COUNTY, Audience.PUBLIC).frame
    plain, _ = got(f"{url}/open-data/data.csv")
    assert plain == for_code(frame)
    packed, headers = got(f"{url}/open-data/data.csv", **{"Accept-Encoding": "gzip"})
    assert headers["content-encoding"] == "gzip"
    assert len(packed) < len(plain)
    assert pl.read_parquet(io.BytesIO(got(f"{url}/open-data/data.parquet")[0])).equals(frame)
    codebook = list(csv.DictReader(io.StringIO(got(f"{url}/open-data/codebook.csv")[0].decode("utf-8"))))
    assert [row["column"] for row in codebook] == frame.columns


def test_frictionless_reads_the_served_package(url: str, tmp_path: Path) -> None:
    for name in ("data.csv", "codebook.csv", "datapackage.json"):
        (tmp_path / name).write_bytes(got(f"{url}/open-data/{name}")[0])
    with system.use_context(trusted=True):
        assert Package(str(tmp_path / "datapackage.json")).validate().valid


def test_who_has_the_file_already_is_told_so(url: str) -> None:
    tag = got(f"{url}/open-data/data.csv")[1]["etag"]
    assert status_of(f"{url}/open-data/data.csv", **{"If-None-Match": tag}) == 304
    assert status_of(f"{url}/open-data/data.csv", **{"If-None-Match": 'W/"another"'}) == 200


def test_no_other_address_and_no_other_method_is_answered(url: str) -> None:
    for path in ("open-data/../answers.parquet", "open-data/tables.parquet", "open-data/manifest.json"):
        body = got(f"{url}/{path}")[0] if status_of(f"{url}/{path}") == 200 else b""
        assert b"measure_id" not in body
        assert not body.startswith(b"PAR1")
    request = urllib.request.Request(f"{url}/data.json", data=b"x", method="POST")
    with pytest.raises(urllib.error.HTTPError, match="405"):
        urllib.request.urlopen(request, timeout=10)


def test_a_named_public_address_stands_in_the_catalog_instead_of_the_one_that_was_asked(data_dir: Path) -> None:
    settings = {"REAL_DATA_WITHOUT_SIGN_IN": "yes", "PUBLIC_ADDRESS": "https://outcomes.county.example/"}
    with running_dashboard(county=COUNTY, data_dir=data_dir, settings=settings) as address:
        catalog = json.loads(got(f"{address}/data.json", Host="evil.example")[0])
    assert catalog["@id"] == "https://outcomes.county.example/data.json"
    assert "evil" not in json.dumps(catalog)


@pytest.mark.parametrize("served", ["partner", "public,partner"])
def test_a_server_that_serves_others_has_none_of_these_addresses(data_dir: Path, served: str) -> None:
    settings = {"REAL_DATA_WITHOUT_SIGN_IN": "yes", "SERVER_FOR": served}
    with running_dashboard(county=COUNTY, data_dir=data_dir, settings=settings) as address:
        assert [status_of(f"{address}/{path}") for path in ADDRESSES] == [404] * len(ADDRESSES)


def test_where_nobody_is_let_in_nothing_is_given_out(data_dir: Path) -> None:
    with running_dashboard(county=COUNTY, data_dir=data_dir, settings={"REAL_DATA_WITHOUT_SIGN_IN": ""}) as address:
        assert [status_of(f"{address}/{path}") for path in ADDRESSES] == [404] * len(ADDRESSES)
