"""The inbox, and the number at the head of every page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import hiding, marking
from forum.models import Event
from members import muting
from notifications import delivery
from notifications.models import Notification
from tests.factories import make_discussion, make_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(asha):
    return make_discussion(author=asha)


@pytest.fixture
def told(discussion, ben):
    """Asha has been told of two answers of Ben's."""
    replies = [make_reply(discussion=discussion, author=ben) for _ in range(2)]
    delivery.deliver_new_events()
    return replies


def head_of(client, address="/rules"):
    page = client.get(address).text
    return page[page.index("masthead__account") : page.index("Start a discussion")]


class TestInbox:
    def test_is_for_members(self, client):
        assert client.get("/notifications")["Location"].startswith("/accounts/login/")

    def test_groups_what_one_was_told_by_discussion(self, asha_client, told):
        page = asha_client.get("/notifications").text
        assert page.count('class="told"') == 1
        assert "2 new" in page
        assert page.count("Ben Okafor answered you") == 2
        assert f'href="/forum/replies/{told[0].pk}"' in page

    def test_shows_nobody_elses(self, ben_client, told):
        assert "answered you" not in ben_client.get("/notifications").text

    def test_shows_nothing_of_whom_one_has_muted(self, asha_client, asha, ben, told):
        muting.mute(ben, by=asha)
        assert "Ben Okafor answered you" not in asha_client.get("/notifications").text
        assert "masthead__count" not in head_of(asha_client)
        muting.unmute(ben, by=asha)
        assert "Ben Okafor answered you" in asha_client.get("/notifications").text

    def test_shows_nothing_that_is_hidden(self, asha_client, told, mo):
        for reply in told:
            hiding.hide_reply(reply, by=mo)
        assert "answered you" not in asha_client.get("/notifications").text

    def test_is_read_by_reading_the_discussion(self, asha_client, told, discussion):
        asha_client.get(discussion.get_absolute_url())
        page = asha_client.get("/notifications").text
        assert "answered you" in page
        assert "2 new" not in page

    def test_is_read_by_pressing_the_button(self, asha_client, told):
        assert "Mark all as read" in asha_client.get("/notifications").text
        response = asha_client.post("/notifications", follow=True)
        assert "All of it is marked as read." in response.text
        assert "2 new" not in response.text

    def test_says_what_to_do_where_it_is_empty(self, asha_client):
        assert "Press <em>Follow</em>" in asha_client.get("/notifications").text

    @pytest.mark.parametrize("page", ["0", "x", "-1", "99999999", "2"])
    def test_has_no_page_that_there_is_not(self, asha_client, page):
        assert asha_client.get(f"/notifications?page={page}").status_code == 404

    def test_asks_as_much_for_many_as_for_few(
        self, asha, asha_client, ben, told, django_assert_num_queries
    ):
        asha_client.get("/notifications")
        # Session, member, version, the number twice, and the inbox.
        with django_assert_num_queries(6):
            asha_client.get("/notifications")
        for _ in range(10):
            make_reply(discussion=make_discussion(author=asha), author=ben)
        delivery.deliver_new_events()
        asha_client.get("/notifications")
        with django_assert_num_queries(6):
            asha_client.get("/notifications")


class TestNumber:
    def test_says_how_much_is_new(self, asha_client, told):
        assert '<span class="masthead__count">2' in head_of(asha_client)

    def test_is_not_there_where_nothing_is(self, asha_client, ben_client, told):
        assert "masthead__count" not in head_of(ben_client)

    def test_is_not_there_for_visitors(self, client, told):
        assert "Notifications" not in head_of(client)

    def test_is_right_on_the_very_page_that_is_read(self, asha_client, told, discussion):
        assert "masthead__count" not in head_of(asha_client, discussion.get_absolute_url())

    def test_goes_down_when_everything_is_marked_read(self, asha, asha_client, told):
        marking.mark_all_read(asha, read_at=timezone.now())
        assert "masthead__count" not in head_of(asha_client)

    def test_leaves_out_what_is_older_than_forty_days(self, asha_client, told):
        Notification.objects.update(happened_at=timezone.now() - timedelta(days=41))
        assert "masthead__count" not in head_of(asha_client)

    def test_leaves_out_what_is_hidden(self, asha_client, told, mo):
        hiding.hide_reply(told[0], by=mo)
        assert '<span class="masthead__count">1' in head_of(asha_client)

    def test_is_asked_of_no_more_than_a_hundred(self, asha, asha_client, discussion):
        events = Event.objects.bulk_create(
            Event(kind="discussion_started", actor=asha, discussion=discussion) for _ in range(120)
        )
        Notification.objects.bulk_create(
            Notification(
                recipient=asha,
                event=event,
                discussion=discussion,
                kind="reply",
                level="edition",
                happened_at=timezone.now(),
            )
            for event in events
        )
        assert '<span class="masthead__count">100+' in head_of(asha_client)
