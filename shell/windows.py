"""Whose window each open window of the dashboard is: the key of a sign-in, nobody's, or the public's."""

import threading
from collections import OrderedDict
from typing import Final

MOST: Final = 20_000
"""Windows that are remembered, the latest ones; the files of a forgotten one are given to nobody."""

THE_PUBLIC: Final = ""


class Windows:
    """The windows of this process by Streamlit's own id for them, as their last run found them."""

    def __init__(self) -> None:
        """Start with no window known."""
        self._owners: OrderedDict[str, str | None] = OrderedDict()
        self._lock = threading.Lock()

    def belongs(self, window: str, owner: str | None) -> None:
        """Remember whose window this is: the key of a sign-in, THE_PUBLIC, or None for nobody's."""
        with self._lock:
            self._owners[window] = owner
            self._owners.move_to_end(window)
            while len(self._owners) > MOST:
                self._owners.popitem(last=False)

    def owner(self, window: str) -> str | None:
        """Return whose window this is; None for one that is not known."""
        with self._lock:
            return self._owners.get(window)


WINDOWS: Final = Windows()
"""Those of this process."""
