"""A reader who subscribed on the old site is shown nothing as new (ning.md 2.6)."""

import re
from pathlib import Path

import pytest
from feedparser.api import parse

from forum import withdrawing
from forum.archive.files import ArchiveShelf
from forum.models import Discussion
from tests.factories import make_discussion
from tests.forum.archive.moving_in import FIXTURE, OLD_HOST, SEED, move_in

pytestmark = pytest.mark.django_db

WRITTEN = re.compile(r'"id": "(\d+:\w+:\d+)".*?"createdDate": "(\d{4}-\d\d-\d\d)', re.DOTALL)


def old_ids(folder: Path) -> set[str]:
    """The ids that the old site gave to what is in an archive, told from the archive alone."""
    archive = "".join(file.read_text("latin-1") for file in folder.glob("ning-*.json"))
    return {f"tag:{OLD_HOST},{day}:{number}" for number, day in WRITTEN.findall(archive)}


def read(client, old):
    """The feed that an old address leads to, in one step."""
    answer = client.get(old)
    assert answer.status_code == 301
    parsed = parse(client.get(answer["Location"]).content)
    assert (parsed.bozo, parsed.version) == (False, "atom10")
    return parsed


class TestOldAddresses:
    @pytest.mark.parametrize(
        "old",
        [
            "/forum/topic/list?feed=yes&xn_auth=no&sort=mostRecent",
            "/forum/topics/fish-chips?feed=yes&xn_auth=no",
            "/forum/topic/listForContributor?user=hughflouch&feed=yes&xn_auth=no",
        ],
    )
    def test_lead_to_entries_with_the_ids_that_they_had(self, client, old):
        move_in(shelf=ArchiveShelf)
        ids = {entry.id for entry in read(client, old).entries}
        assert ids
        assert ids <= old_ids(FIXTURE)

    def test_tell_the_seed_discussion_as_they_always_did(self, client):
        if not SEED.is_dir():
            pytest.skip("../shared/seed is not here")
        move_in(SEED)
        replies = read(client, "/forum/topics/broadcast-on-receive-off?feed=yes&xn_auth=no")
        assert len(replies.entries) == 5
        discussions = read(client, "/forum?sort=mostRecent&feed=yes&xn_auth=no")
        ids = {entry.id for entry in [*replies.entries, *discussions.entries]}
        assert ids == old_ids(SEED)
        oldest = replies.entries[-1]
        assert oldest.id == "tag:www.harringayonline.com,2010-04-01:844301:Comment:253129"
        assert oldest.published == "2010-04-01T10:12:00+00:00"

    def test_give_what_was_written_here_an_id_of_ours(self, client):
        move_in(shelf=ArchiveShelf)
        make_discussion(title="Foxes")
        newest = read(client, "/forum/topic/list?feed=yes&xn_auth=no").entries[0]
        assert newest.title == "Foxes"
        assert OLD_HOST not in newest.id

    def test_end_with_a_discussion_that_was_taken_back(self, client, asha):
        discussion = make_discussion(title="Foxes", author=asha)
        withdrawing.withdraw_discussion(discussion, by=asha)
        answer = client.get("/forum/topics/foxes?feed=yes&xn_auth=no", follow=True)
        assert answer.status_code == 410

    def test_end_with_one_that_was_deleted(self, client):
        move_in(shelf=ArchiveShelf)
        Discussion.objects.get(legacy_id="1:Topic:104").delete()
        assert client.get("/forum/topics/1:Topic:104?feed=yes&xn_auth=no").status_code == 410

    def test_are_not_found_for_what_never_was(self, client):
        answer = client.get("/forum/topics/never-was?feed=yes&xn_auth=no", follow=True)
        assert answer.status_code == 404
