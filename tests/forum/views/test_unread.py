"""What is new for a member: in lists, on a page of its own, and within a discussion."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import hiding
from forum.models import CategoryReadMark, Discussion
from tests.factories import make_category, make_discussion, make_member, make_reply
from tests.forum.views.pages import articles, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_one(asha_client):
    """A discussion of two pages that Asha has read, each reply by the same neighbour."""
    discussion, author = make_discussion(tags=["foxes"]), make_member()
    replies = [make_reply(discussion=discussion, author=author) for _ in range(21)]
    discussion.refresh_from_db()
    for page in (1, 2):
        asha_client.get(f"{discussion.get_absolute_url()}?page={page}")
    return replies


class TestLists:
    @pytest.mark.parametrize("address", ["/", "/forum", "/forum/categories/fence", "/unread"])
    def test_point_out_what_is_new(self, asha_client, address):
        discussion = make_discussion(category=make_category(slug="fence"))
        link = f'href="{discussion.get_absolute_url()}/unread"'
        assert link in asha_client.get(address).text
        asha_client.get(discussion.get_absolute_url())
        assert link not in asha_client.get(address).text

    def test_say_nothing_of_it_to_visitors(self, client):
        make_discussion()
        page = client.get("/forum").text
        assert "discussion-row__new" not in page
        assert 'href="/unread"' not in page

    @pytest.mark.parametrize("rows", [3, 30])
    @pytest.mark.parametrize("address", ["/forum", "/unread"])
    def test_ask_the_database_as_much_for_many_as_for_few(
        self, asha_client, django_assert_max_num_queries, address, rows
    ):
        author, category = make_member(), make_category()
        for _ in range(rows):
            make_discussion(author=author, category=category)
        asha_client.get("/")  # which notes where she signed in
        with django_assert_max_num_queries(5):
            asha_client.get(address)


class TestIndex:
    def test_is_for_members(self, client):
        for ask in (client.get, client.post):
            assert ask("/unread")["Location"] == "/accounts/login/?next=/unread"

    def test_shows_what_this_member_may_see_and_has_not_read(self, asha_client, mo):
        read, unread, hidden = (make_discussion(title=title) for title in ("Bins", "Trams", "Spam"))
        asha_client.get(read.get_absolute_url())
        hiding.hide_discussion(hidden, by=mo)
        assert titles(asha_client.get("/unread")) == [unread.title]

    def test_marks_all_read_but_what_came_since_the_page_was_shown(self, asha_client, asha):
        make_discussion(title="Bins")
        shown = asha_client.get("/unread").context["form"].initial
        since = make_discussion(title="Trams")
        response = asha_client.post("/unread", shown, follow=True)
        assert "Everything is marked as read." in response.text
        assert list(Discussion.objects.unread_by(asha)) == [since]

    def test_marks_all_read_up_to_now_where_the_form_says_nothing(self, asha_client, asha):
        make_discussion()
        asha_client.post("/unread")
        assert not Discussion.objects.unread_by(asha).exists()

    @pytest.mark.parametrize("moment", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"])
    def test_believes_no_moment_far_away(self, asha_client, moment):
        make_discussion()
        assert asha_client.post("/unread", {"read_at": moment}).status_code == 302
        age = timezone.now() - CategoryReadMark.objects.get().read_at
        assert timedelta() <= age <= timedelta(days=41)

    def test_refuses_what_is_no_moment(self, asha_client):
        assert asha_client.post("/unread", {"read_at": "soon"}).status_code == 400


class TestFirst:
    def test_leads_to_the_first_new_reply_on_its_page(self, asha_client, long_one):
        reply = make_reply(discussion=long_one[0].discussion)
        make_reply(parent=long_one[0])
        address = f"{reply.discussion.get_absolute_url()}/unread"
        there = f"{reply.discussion.get_absolute_url()}?page=2#reply-{reply.pk}"
        response = asha_client.get(address)
        assert (response.status_code, response["Location"]) == (302, there)

    def test_keeps_to_the_order_of_time(self, asha_client, long_one):
        reply = make_reply(parent=long_one[0])
        response = asha_client.get(f"{reply.discussion.get_absolute_url()}/unread?order=time")
        assert response["Location"].endswith(f"?order=time&page=2#reply-{reply.pk}")

    def test_leads_to_the_discussion_where_all_is_read(self, asha_client, long_one):
        address = long_one[0].discussion.get_absolute_url()
        assert asha_client.get(f"{address}/unread")["Location"] == address

    def test_is_for_members_who_may_see_the_discussion(self, client, asha_client, mo):
        discussion = make_discussion()
        address = f"{discussion.get_absolute_url()}/unread"
        assert client.get(address)["Location"].startswith("/accounts/login/")
        hiding.hide_discussion(discussion, by=mo)
        assert asha_client.get(address).status_code == 404


class TestDiscussion:
    def test_says_how_much_is_new_and_leads_from_one_to_the_next(self, asha_client, long_one):
        discussion = long_one[0].discussion
        answers = [make_reply(parent=long_one[0]), make_reply(parent=long_one[1])]
        make_reply(discussion=discussion)

        page = asha_client.get(discussion.get_absolute_url())

        new = [article for article in articles(page) if "reply__new" in article]
        assert len(new) == 2
        assert f'id="reply-{answers[0].pk}"' in new[0]
        assert f'href="#reply-{answers[1].pk}"' in new[0]
        assert f'id="reply-{answers[1].pk}"' in new[1]
        assert f'href="{discussion.get_absolute_url()}/unread?order=thread"' in new[1]

    def test_points_at_another_page_where_this_one_has_nothing_new(self, asha_client, long_one):
        reply = make_reply(discussion=long_one[0].discussion)
        page = asha_client.get(reply.discussion.get_absolute_url()).text
        assert f'href="{reply.discussion.get_absolute_url()}/unread?order=thread">Go to' in page
        assert "<strong>1 new</strong> since" in page
        assert "reply__new" not in page

    def test_says_it_once(self, asha_client, long_one):
        address = f"{long_one[0].discussion.get_absolute_url()}?page=2"
        make_reply(discussion=long_one[0].discussion)
        assert "reply__new" in asha_client.get(address).text
        assert "reply__new" not in asha_client.get(address).text

    @pytest.mark.parametrize("new", [0, 3, 30])
    def test_asks_as_much_for_much_that_is_new_as_for_little(
        self, asha_client, long_one, django_assert_max_num_queries, new
    ):
        for _ in range(new):
            make_reply(discussion=long_one[0].discussion, author=long_one[0].author)
        asha_client.get("/")
        with django_assert_max_num_queries(8 if new else 6):
            asha_client.get(f"{long_one[0].discussion.get_absolute_url()}?page=2")
