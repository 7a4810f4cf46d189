"""Opens a source's file, plain or packed, and knows whether it stayed the same while it was read."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from data_access import store
from data_access.checks import StopLoadError
from data_access.readers.contract import Reader
from data_access.sources import Source

_READ_AHEAD_BYTES = 1 << 20


class FileReader(Reader):
    """A reader of one file. The digest is that of the file as it lies there, packed or not."""

    def __init__(self, path: Path, source: Source) -> None:
        """Take the file's digest, or raise StopLoadError where there is no such file."""
        super().__init__(source)
        self.path = path
        if not path.is_file():
            raise StopLoadError("file_missing", f"{path.name} is not in the folder {path.parent.name}/.")
        self._digest = store.file_digest(path)

    def known_digest(self) -> str:
        """Return the SHA-256 of the file before reading."""
        return self._digest

    def finish(self) -> str:
        """Return the SHA-256 of the file, or raise StopLoadError if it was changed while it was read."""
        try:
            now = store.file_digest(self.path)
        except FileNotFoundError:
            now = ""
        if now != self._digest:
            raise StopLoadError("file_changed", f"{self.path.name} was replaced or changed while it was read.")
        return now


def open_bytes(path: Path, source: Source) -> IO[bytes]:
    """Open the bytes of a text file, unpacked while they are read; raise StopLoadError where it cannot be unpacked."""
    with packing_errors(path):
        if path.suffix.lower() == ".zip":
            return _open_inside(path, source.inside)
        if path.suffix.lower() == ".gz":
            return cast(IO[bytes], gzip.GzipFile(path))
    return path.open("rb", buffering=_READ_AHEAD_BYTES)


@contextmanager
def packing_errors(path: Path) -> Iterator[None]:
    """Turn what the unpackers say about a damaged file into words."""
    try:
        yield
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError):
        raise StopLoadError("broken_package", f"{path.name} cannot be unpacked: it is damaged or cut off.") from None
    except RuntimeError as error:  # what zipfile raises for a member with a password
        if "password" not in str(error) and "encrypted" not in str(error):
            raise
        raise StopLoadError("locked_package", f"{path.name} has a password.") from None


def _open_inside(path: Path, inside: str | None) -> IO[bytes]:
    package = zipfile.ZipFile(path)
    try:
        files = [info.filename for info in package.infolist() if not info.is_dir()]
        if inside is None and len(files) != 1:
            raise StopLoadError(
                "which_inside", f"{path.name} holds {len(files)} files, and the county file does not say which one."
            )
        if inside is not None and inside not in files:
            raise StopLoadError("which_inside", f"{path.name} holds no file {inside!r}.")
        return package.open(inside or files[0])
    finally:
        package.close()  # the open member keeps the file open until it is closed itself
