"""What a page says of itself to whoever has only found it: a search engine, a shared link."""

import re

import pytest

from forum.models import Category, SiteIdentity
from members.models import Member
from tests.factories import make_discussion, make_member, make_reply

DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">')


def description_of(client, path):
    (found,) = DESCRIPTION.findall(client.get(path).text)
    return found


@pytest.fixture
def wildlife(db):
    SiteIdentity.objects.update(name="The Ladder", tagline="Nineteen streets")
    wendy = make_member(name="Wendy Green", address="wendy")
    Member.objects.filter(pk=wendy.pk).update(about_html="<p>I count <b>foxes</b>.</p>")
    discussion = make_discussion(author=wendy, title="Foxes")
    make_reply(discussion=discussion)
    Category.objects.filter(pk=discussion.category_id).update(
        name="Wildlife", slug="wildlife", description="What lives here beside us"
    )
    return discussion


class TestDescriptions:
    def test_a_page_says_where_it_is(self, client, wildlife):
        assert description_of(client, "/") == "The Ladder: Nineteen streets"
        assert description_of(client, "/members") == "The Ladder: Nineteen streets"

    def test_a_discussion_says_who_began_it_and_where(self, client, wildlife):
        said = description_of(client, wildlife.get_absolute_url())
        assert said == "A discussion in Wildlife, begun by Wendy Green: 1 reply."

    def test_a_list_says_what_is_in_it(self, client, wildlife):
        said = "Wildlife on The Ladder: What lives here beside us"
        assert description_of(client, "/forum/categories/wildlife") == said
        assert description_of(client, "/forum").endswith(" on The Ladder: Nineteen streets")

    def test_a_profile_says_what_its_member_says(self, client, wildlife):
        said = "Wendy Green on The Ladder: I count foxes."
        assert description_of(client, "/profile/wendy") == said
