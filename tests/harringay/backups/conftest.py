"""A site with a little of everything, and what all of it says."""

import pytest

from forum import hiding
from forum.models import Discussion
from forum.moderation import auditing
from harringay.backups import making, restoring
from members import avatars
from tests.factories import make_category, make_discussion, make_reply


@pytest.fixture(autouse=True)
def _data(settings, tmp_path):
    settings.EXPORTS_ROOT = tmp_path / "exports"
    settings.QUARANTINE_ROOT = tmp_path / "quarantine"
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"


@pytest.fixture
def backups(tmp_path, media_root):
    """Where this test's backups are made."""
    return tmp_path / "backups"


@pytest.fixture
def site(db, media_root, asha, ben, mo) -> Discussion:
    """Three neighbours, a discussion with answers of which one is hidden, a picture."""
    room = make_category(name="The Ladder", slug="ladder")
    foxes = make_discussion(author=asha, category=room, tags=["wildlife", "100% foxes"])
    first = make_reply(discussion=foxes, author=ben, body="Badgers too — “huge” ones, 5'2\".\n\n🦊")
    hiding.hide_reply(make_reply(parent=first, author=asha), by=mo, reason="Two of the same.")
    auditing.record("hide reply", first, by=mo, reason="Two of the same.")
    avatars.keep(member=asha, drawn={96: b"small portrait", 512: b"large portrait"})
    return foxes


@pytest.fixture
def said(tmp_path):
    """What every table says, by its sum, and every file of media: asked as often as wanted."""
    numbers = iter(range(100))

    def say() -> dict[str, str | bytes]:
        made = making.make_backup(tmp_path / f"said-{next(numbers)}")
        tables = {table.name: table.said_sha256 for table in made.manifest.tables}
        return {**tables, **files_of(tmp_path / "media")}

    return say


def files_of(root) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.*")}


@pytest.fixture
def restore(backups):
    """The command's verb, with what the tests leave as it is."""

    def call(**options):
        return restoring.restore(restoring.newest_in(backups), **options)

    return call
