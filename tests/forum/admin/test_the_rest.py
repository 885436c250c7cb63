"""Revisions, attachments and old addresses in the admin: to look at, and nothing more."""

import pytest

from forum import editing
from forum.models import Attachment, LegacyAddress, Revision
from tests.factories import make_discussion, make_reply

pytestmark = pytest.mark.django_db

READ_ONLY = ["revision", "attachment", "legacyaddress"]
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def rows(asha):
    """One of each, with a name that would be a script if it were HTML."""
    discussion = make_discussion(author=asha, title=HOSTILE, body=HOSTILE)
    make_reply(discussion=discussion)
    editing.edit_discussion(
        discussion, by=asha, title="Foxes", body="Foxes", body_format="text", tags=[]
    )
    return {
        "revision": Revision.objects.get(),
        "attachment": Attachment.objects.create(
            kind="file", name=HOSTILE, size=12, owner=asha, discussion=discussion
        ),
        "legacyaddress": LegacyAddress.objects.create(path="/x/<b>", discussion=discussion),
    }


@pytest.mark.parametrize("noun", READ_ONLY)
class TestReadOnly:
    def test_shows_them_escaped(self, owner_client, rows, noun):
        listed = owner_client.get(f"/admin/forum/{noun}/?q=x").content.decode()
        shown = owner_client.get(f"/admin/forum/{noun}/{rows[noun].pk}/change/").content.decode()
        assert HOSTILE not in listed + shown
        assert "/x/<b>" not in listed + shown

    def test_changes_none(self, owner_client, rows, noun):
        address = f"/admin/forum/{noun}/"
        assert owner_client.get(f"{address}add/").status_code == 403
        assert owner_client.post(f"{address}{rows[noun].pk}/change/", {}).status_code == 403
        assert owner_client.post(f"{address}{rows[noun].pk}/delete/", {}).status_code == 403


class TestRevisionList:
    def test_asks_no_more_for_more_rows(self, owner_client, asha, django_assert_num_queries):
        def edit():
            reply = make_reply(author=asha)
            make_reply(parent=reply)
            editing.edit_reply(reply, by=asha, body="Foxes", body_format="text")

        owner_client.get("/admin/forum/revision/")
        for _ in range(2):
            edit()
        with django_assert_num_queries(6):
            owner_client.get("/admin/forum/revision/")
        for _ in range(2):
            edit()
        with django_assert_num_queries(6):
            owner_client.get("/admin/forum/revision/")
