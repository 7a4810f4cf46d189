"""The catalog that open-data portals harvest: data.json by DCAT-US 1.1, which CKAN, Socrata, ArcGIS Hub and data.gov read.

DCAT-US 3.0 exists, but its guidance is a draft (May 2026) and portals of counties read 1.1. Federal codes are left out:
only federal agencies have them. Source: resources.data.gov/resources/dcat-us.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from presentation import citation, words
from presentation.files import name_of
from presentation.place import Place

SCHEMA: Final = "https://project-open-data.cio.gov/v1.1/schema"
LONGEST_RIGHTS: Final = 255
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w.-]+\.\w+")
NO_EMAIL: Final = "mailto:no-reply@example.invalid"
"""The schema wants an address of e-mail where the county names none; this one can never belong to anybody."""


@dataclass(frozen=True, kw_only=True)
class Served:
    """Where a server has the whole publication: its address, and the paths of its files with their media types.

    office and how_to_reach: whom to ask, "" where the county names nobody. terms: of records that were open before, or "".
    """

    address: str
    files: Mapping[str, str]
    codebook: str
    published_on: dt.date
    office: str
    how_to_reach: str
    terms: str


def catalog(place: Place, served: Served) -> dict[str, Any]:
    """Return data.json: one data set, the current publication for the public, in each form that the server has."""
    return {
        "@context": f"{SCHEMA}/catalog.jsonld",
        "@id": f"{served.address}/data.json",
        "@type": "dcat:Catalog",
        "conformsTo": SCHEMA,
        "describedBy": f"{SCHEMA}/catalog.json",
        "dataset": [_dataset(place, served)],
    }


def _dataset(place: Place, served: Served) -> dict[str, Any]:
    email = _EMAIL.search(served.how_to_reach)
    told = {
        "@type": "dcat:Dataset",
        "identifier": f"{name_of(place.name_in_files)}-published-answers",
        "title": citation.title(place),
        "description": citation.about(place),
        "keyword": list(words.say("catalog_keywords").split(", ")),
        "modified": served.published_on.isoformat(),
        "temporal": f"{place.first_on}/{place.last_on}",
        "publisher": {"@type": "org:Organization", "name": place.name},
        "contactPoint": {
            "@type": "vcard:Contact",
            "fn": served.office or place.name,
            "hasEmail": f"mailto:{email.group()}" if email else NO_EMAIL,
        },
        "accessLevel": "public",
        "spatial": place.name,
        "language": ["en-US"],
        "landingPage": f"{served.address}/get-the-data",
        "describedBy": f"{served.address}/{served.codebook}",
        "describedByType": "text/csv",
        "distribution": [
            {
                "@type": "dcat:Distribution",
                "title": path.rpartition("/")[2],
                "mediaType": media_type,
                "format": path.rpartition(".")[2].upper(),
                "downloadURL": f"{served.address}/{path}",
            }
            for path, media_type in served.files.items()
        ],
    }
    return {**told, "rights": served.terms[:LONGEST_RIGHTS]} if served.terms else told
