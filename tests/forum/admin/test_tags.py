"""Tags in the admin: renamed and merged."""

import pytest

from forum.models import Tag
from tests.factories import make_discussion

pytestmark = pytest.mark.django_db

LIST = "/admin/forum/tag/"


@pytest.fixture
def foxes() -> Tag:
    make_discussion(tags=["foxs"])
    tag: Tag = Tag.objects.get()
    return tag


class TestRename:
    def test_keeps_the_address(self, owner_client, foxes):
        owner_client.post(f"{LIST}{foxes.pk}/change/", {"name": "foxes"})
        renamed = Tag.objects.get()
        assert (renamed.name, renamed.slug) == ("foxes", "foxs")

    def test_says_so_where_there_is_such_a_tag(self, owner_client, foxes):
        make_discussion(tags=["Foxes"])
        page = owner_client.post(f"{LIST}{foxes.pk}/change/", {"name": "foxes"})
        assert "already" in page.content.decode()


class TestMerge:
    def test_into_a_tag_that_is_spelt_out(self, owner_client, foxes):
        make_discussion(tags=["foxes"])
        data = {"action": "merge", "_selected_action": [foxes.pk], "answered": "yes"}
        owner_client.post(LIST, {**data, "into": "FOXES"})
        assert Tag.objects.get().discussion_count == 2

    def test_asks_which_and_keeps_asking(self, owner_client, foxes):
        data = {"action": "merge", "_selected_action": [foxes.pk]}
        assert "Into the tag" in owner_client.post(LIST, data).content.decode()
        page = owner_client.post(LIST, {**data, "answered": "yes", "into": "badgers"})
        assert "no tag of that name" in page.content.decode()

    def test_into_itself_is_refused(self, owner_client, foxes):
        data = {"action": "merge", "_selected_action": [foxes.pk], "answered": "yes"}
        page = owner_client.post(LIST, {**data, "into": "foxs"}, follow=True)
        assert "into itself" in page.content.decode()
        assert Tag.objects.get() == foxes

    def test_is_not_for_moderators(self, mo_client):
        assert mo_client.get(LIST).status_code == 403
