"""What is out of everybody's reach is backed up as it lies, sealed, and comes back so (L-40)."""

import shutil

import pytest

from forum.moderation.kinds import Kind
from forum.moderation.models import Action, Case, Quarantine
from harringay.backups import making
from harringay.backups.errors import BackupRefused
from members import avatars
from tests.factories import make_member
from tests.forum.moderation.reported import decide
from tests.forum.moderation.reports import receive

pytestmark = pytest.mark.django_db(transaction=True)

PICTURE = b"a picture of what nobody may see"


@pytest.fixture
def quarantine_root(site, ben, tmp_path):
    """With a picture in it."""
    avatars.keep(member=ben, drawn={96: b"small portrait", 512: PICTURE})
    receive(ben.portrait_url, by=make_member(), kind=Kind.CHILD)
    return tmp_path / "quarantine"


def lying_in(root) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir()}


@pytest.mark.parametrize("key", ["", "a key of the owner's own"])
def test_comes_back_and_can_be_put_back(
    quarantine_root, settings, key, backups, restore, mo, media_root
):
    settings.DATA_KEY = key
    making.make_backup(backups)
    assert not any(PICTURE in path.read_bytes() for path in backups.rglob("*") if path.is_file())
    lying = lying_in(quarantine_root)
    assert len(lying) == 2
    shutil.rmtree(quarantine_root)
    Quarantine.objects.all().delete()

    restore(replaces=True)

    assert lying_in(quarantine_root) == lying
    decide(Case.objects.get(), Action.NOTHING, by=mo)
    assert PICTURE in [path.read_bytes() for path in media_root.rglob("512.webp")]


def test_no_backup_is_made_in_it(quarantine_root):
    with pytest.raises(BackupRefused, match="which is backed up itself"):
        making.make_backup(quarantine_root / "backups")
