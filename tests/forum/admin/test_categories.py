"""Categories in the admin."""

import pytest

from forum.models import Category
from tests.factories import make_category, make_discussion

pytestmark = pytest.mark.django_db

LIST = "/admin/forum/category/"
FIELDS = {
    "name": "Wildlife & gardens",
    "slug": "",
    "description": "Foxes, mostly.",
    "position": "3",
    "may_start": "members",
    "may_reply": "members",
    "origin": "forum",
}


class TestAdd:
    def test_makes_the_slug_by_our_own_rule(self, owner_client):
        owner_client.post(f"{LIST}add/", FIELDS)
        assert Category.objects.get().slug == "wildlife-gardens"

    def test_says_so_where_the_slug_is_taken(self, owner_client):
        make_category(slug="wildlife-gardens")
        page = owner_client.post(f"{LIST}add/", FIELDS)
        assert "already exists" in page.content.decode()
        assert Category.objects.count() == 1

    def test_is_not_for_moderators(self, mo_client):
        assert mo_client.get(f"{LIST}add/").status_code == 403


class TestChange:
    def test_keeps_the_slug_whatever_is_sent(self, owner_client):
        category = make_category(name="Wildlife", slug="wildlife")
        owner_client.post(f"{LIST}{category.pk}/change/", {**FIELDS, "slug": "other"})
        category.refresh_from_db()
        assert (category.name, category.slug) == ("Wildlife & gardens", "wildlife")

    def test_moderators_may_look(self, mo_client):
        category = make_category()
        assert mo_client.get(f"{LIST}{category.pk}/change/").status_code == 200


class TestDelete:
    def test_is_refused_while_there_are_discussions_in_it(self, owner_client):
        category = make_discussion().category
        page = owner_client.post(f"{LIST}{category.pk}/delete/", {"post": "yes"}, follow=True)
        assert "has discussions in it" in page.content.decode()
        assert Category.objects.exists()

    def test_an_empty_one_goes(self, owner_client):
        category = make_category()
        owner_client.post(f"{LIST}{category.pk}/delete/", {"post": "yes"})
        assert not Category.objects.exists()

    def test_many_cannot_be_deleted_at_once(self, owner_client):
        make_category()
        assert "delete_selected" not in owner_client.get(LIST).content.decode()
