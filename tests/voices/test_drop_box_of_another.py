"""A server whose account may only write into the drop box: what it sends arrives, and it cannot look at it again."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from data_access.voices import inbox
from data_access.voices.said import Sent
from tests.access.test_public_server import with_few_rights
from tests.places import ROOT
from tests.voices.conftest import a_text

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there the rights of a folder are another matter")
SENDS = """\
import sys
from pathlib import Path
from data_access.voices.inbox import drop, is_open
from data_access.voices.said import Sent

folder, sent = Path(sys.argv[1]), Sent.model_validate_json(sys.argv[2])
assert is_open(folder)
drop(folder, sent)
try:
    list(folder.iterdir())
except PermissionError:
    print("sent, and could not look")
"""


@pytest.fixture
def drop_box(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that every account may enter and write into, and none may list."""
    folder = tmp_path_factory.mktemp("box") / "inbox"
    folder.mkdir()
    for parent in folder.parents:
        if not parent.stat().st_mode & 0o001:  # where every account may go through, as in /tmp, nothing is changed
            parent.chmod(0o755)
    folder.chmod(0o333)
    return folder


def test_what_is_sent_arrives_and_cannot_be_listed_by_who_sent_it(drop_box: Path) -> None:
    sent = a_text("Why?")
    command = [*with_few_rights(), sys.executable, "-c", SENDS, str(drop_box), sent.model_dump_json()]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.stdout.strip() == "sent, and could not look", told.stderr
    drop_box.chmod(0o700)
    (found,) = inbox.look_in(drop_box)
    assert found.sent == sent
    assert isinstance(found.sent, Sent)
