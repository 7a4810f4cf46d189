"""The products that a brief can be had as, and how they are made: one failing never loses the others."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from presentation import words
from presentation.briefs.content import Brief
from presentation.briefs.one_page import one_page
from presentation.briefs.packet import packet
from presentation.briefs.posters import posters
from presentation.briefs.slides import slides
from presentation.briefs.web import web_page


@dataclass(frozen=True, kw_only=True)
class Product:
    """One kind of file. product_id: in file names and templates; ending: of its file; kind: its media type."""

    product_id: str
    ending: str
    kind: str
    make: Callable[[Brief], bytes]

    @property
    def name(self) -> str:
        """What it is called on a button."""
        return words.say(f"product_{self.product_id}")


PDF: Final = "application/pdf"
POWERPOINT: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PRODUCTS: Final = (
    Product(product_id="one_page", ending="pdf", kind=PDF, make=one_page),
    Product(product_id="slides", ending="pptx", kind=POWERPOINT, make=slides),
    Product(product_id="packet", ending="pdf", kind=PDF, make=packet),
    Product(product_id="posters", ending="pdf", kind=PDF, make=posters),
    Product(product_id="web", ending="html", kind="text/html", make=web_page),
)


@dataclass(frozen=True, kw_only=True)
class Made:
    """A product that was made, or could not be: then data is None, and why names the kind of error, not its text."""

    product: Product
    file_name: str
    data: bytes | None
    why: str = ""


Told = Callable[[int, int, str], None]
"""Called before each step with its number from 0, how many there are, and what is being made."""


def make_all(brief: Brief, tell: Told, products: Sequence[Product] = PRODUCTS) -> tuple[Made, ...]:
    """Make every product of one brief, in order."""
    made = []
    for number, product in enumerate(products):
        tell(number, len(products), product.name)
        made.append(_made(brief, product))
    return tuple(made)


def zipped(briefs: Iterable[Callable[[], Brief]], names: Sequence[str], tell: Told) -> tuple[bytes, tuple[str, ...]]:
    """Make every product of several briefs; return one zip, and the names of what could not be made.

    briefs: one function for each name, which puts the brief together. A folder in the zip holds the files of one brief.
    """
    file = io.BytesIO()
    lost: list[str] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as kept:
        for number, (build, name) in enumerate(zip(briefs, names, strict=True)):
            tell(number, len(names), name)
            try:
                brief = build()
            except Exception:  # noqa: BLE001  # whatever one brief runs into, the others are made
                lost.append(name)
                continue
            for product in PRODUCTS:
                made = _made(brief, product)
                if made.data is None:
                    lost.append(words.say("brief_lost_file", name=name, product=product.name))
                else:
                    kept.writestr(f"{number + 1:02}_{brief.file_name}/{made.file_name}", made.data)
    return file.getvalue(), tuple(lost)


def _made(brief: Brief, product: Product) -> Made:
    name = f"{brief.file_name}_{product.product_id}.{product.ending}"
    try:
        return Made(product=product, file_name=name, data=product.make(brief))
    except Exception as error:  # noqa: BLE001  # whatever one product runs into, the others are made
        return Made(product=product, file_name=name, data=None, why=type(error).__name__)
