"""The whole public publication at fixed addresses, for open-data portals that come by themselves: data.json and four files.

Only a server for the public alone, to which everyone may come, has these addresses; elsewhere they are answered 404. They
give what the pages give: rows that were protected before they were published. Nothing is computed for a caller.
"""

import gzip
import threading
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from data_access.publications import Audience, Publication, PublicationError, put_in_place_on
from data_access.settings import data_dir, public_address
from data_access.store import StoreError
from presentation import catalog, data_package, files
from presentation.data_package import CODEBOOK, DATA, DESCRIPTOR
from presentation.palette import LIGHT
from shell.published import current_publication
from shell.take_away import PARQUET, sources
from shell.told_county import place_of
from shell.use import use_of_data
from shell.viewer import public_is_open
from shell.visit import Visit

CATALOG: Final = "data.json"
FOLDER: Final = "open-data"
DATA_IN_PARQUET: Final = "data.parquet"
FILES: Final = {DATA: "text/csv", DATA_IN_PARQUET: PARQUET, CODEBOOK: "text/csv", DESCRIPTOR: "application/json"}
"""The files at /open-data/, each with its media type."""

NOT_CHANGED, NOT_FOUND, NOT_READY = 304, 404, 503


class Made:
    """The files of the publication that is in place, each made at the first call for it and kept; the CSV file packed."""

    def __init__(self) -> None:
        """Start with nothing made."""
        self._publication_id = ""
        self._files: dict[str, bytes] = {}
        self._making = threading.Lock()

    def file(self, name: str, publication: Publication) -> bytes:
        """Return a file of the publication; however many call for it at once, it is made only once."""
        with self._making:
            if publication.manifest.publication_id != self._publication_id:
                self._publication_id, self._files = publication.manifest.publication_id, {}
            if name not in self._files:
                self._files[name] = _make(name, publication)
            return self._files[name]


_MADE: Final = Made()


async def answer(request: Request) -> Response:
    """Answer with the file that the address names; 304 where the caller has it already, 404 where nothing is open."""
    return await run_in_threadpool(_answer, request)


ROUTES: Final = tuple(Route(path, answer) for path in (f"/{CATALOG}", *(f"/{FOLDER}/{name}" for name in FILES)))


def _answer(request: Request) -> Response:
    if not public_is_open():
        return PlainTextResponse("Not found", NOT_FOUND)
    try:
        publication = current_publication(Audience.PUBLIC)
    except (PublicationError, StoreError):
        return PlainTextResponse("Nothing is published yet", NOT_READY)
    name = request.url.path.rpartition("/")[2]
    if name == CATALOG:
        address = public_address() or str(request.base_url).rstrip("/")
        return Response(_catalog(publication, address), media_type="application/json")
    tag = f'W/"{publication.manifest.publication_id}-{name}"'
    headers = {"etag": tag, "cache-control": "no-cache", "access-control-allow-origin": "*"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=NOT_CHANGED, headers=headers)
    content = _MADE.file(name, publication)
    if name == DATA and "gzip" in request.headers.get("accept-encoding", ""):
        headers |= {"content-encoding": "gzip", "vary": "accept-encoding"}
    elif name == DATA:
        content = gzip.decompress(content)
    return Response(content, media_type=FILES[name], headers=headers)


def _make(name: str, publication: Publication) -> bytes:
    place, rows = place_of(publication.manifest), publication.frame
    if name == DATA:
        return gzip.compress(files.for_code(rows), mtime=0)
    if name == DATA_IN_PARQUET:
        return files.for_parquet(rows, place.publication_id)
    if name == CODEBOOK:
        return data_package.codebook_file(rows, place)
    held = {DATA: files.for_code(rows), CODEBOOK: data_package.codebook_file(rows, place)}
    visit = Visit(publication=publication, place=place, palette=LIGHT)
    return data_package.as_json(
        data_package.descriptor(rows, place, sources(visit), held, name=files.name_of(place.name_in_files), homepage="")
    )


def _catalog(publication: Publication, address: str) -> bytes:
    visit = Visit(publication=publication, place=place_of(publication.manifest), palette=LIGHT)
    use = use_of_data(visit)
    served = catalog.Served(
        address=address,
        files={f"{FOLDER}/{name}": FILES[name] for name in (DATA, DATA_IN_PARQUET)},
        codebook=f"{FOLDER}/{CODEBOOK}",
        published_on=put_in_place_on(data_dir(), publication.manifest),
        office=use.office,
        how_to_reach=use.how,
        terms=" ".join(dict.fromkeys(source.terms for source in sources(visit) if source.terms)),
    )
    return data_package.as_json(catalog.catalog(visit.place, served))
