"""The brief on one Letter page, as a tagged PDF."""

from presentation.briefs.content import Brief
from presentation.briefs.typesetting import in_print, pdf


def one_page(brief: Brief) -> bytes:
    """Return the one-page brief. Its type is made smaller until everything fits on the page."""
    return pdf("one_page", brief, in_print(brief))
