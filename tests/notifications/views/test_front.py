"""What stands on the front page before the latest discussions."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from forum import hiding
from forum.models import Discussion, Reply
from tests.factories import make_discussion, make_edition, make_notice, make_reply

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def part(page: str, name: str) -> str:
    """What stands beneath a heading of the front page."""
    _, _, after = page.partition(f'id="{name}"')
    return after.partition("</section>")[0]


def replied_to(*, times: int, title: str, days_ago: int = 0) -> Discussion:
    discussion = make_discussion(title=title)
    for _ in range(times):
        make_reply(discussion=discussion)
    posted_at = timezone.now() - days_ago * DAY
    Reply.objects.filter(discussion=discussion).update(posted_at=posted_at)
    Discussion.objects.filter(pk=discussion.pk).update(started_at=timezone.now() - 100 * DAY)
    return discussion


@pytest.fixture
def _four_new_ones() -> None:
    for number in range(4):
        make_discussion(title=f"New {number}")


class TestNew:
    @pytest.mark.usefixtures("_four_new_ones")
    def test_shows_what_was_started_last(self, client):
        make_discussion(title="Keys with a brass whale")
        shown = part(client.get("/").text, "new")
        assert "Keys with a brass whale" in shown
        assert "nobody has replied yet" in shown
        assert "New 0" not in shown

    def test_shows_nothing_hidden_to_anybody(self, mo_client, client, mo):
        hiding.hide_discussion(make_discussion(title="Scandal"), by=mo)
        assert "Scandal" not in part(mo_client.get("/").text, "new")
        assert "Scandal" not in client.get("/").text


class TestBusy:
    @pytest.mark.usefixtures("_four_new_ones")
    def test_shows_first_where_most_was_said_this_week(self, client):
        replied_to(times=2, title="Bins")
        replied_to(times=3, title="Foxes")
        shown = part(client.get("/").text, "busy")
        assert shown.index("Foxes") < shown.index("Bins")
        assert "3 replies this week" in shown

    @pytest.mark.usefixtures("_four_new_ones")
    def test_counts_neither_last_month_nor_what_nobody_may_read(self, client, mo):
        replied_to(times=3, title="Old news", days_ago=30)
        foxes = replied_to(times=2, title="Foxes")
        hiding.hide_reply(foxes.replies.get(number=1), by=mo)
        page = client.get("/").text
        assert "1 reply this week" in part(page, "busy")
        assert "Old news" not in part(page, "busy")

    def test_says_nothing_twice(self, client):
        make_reply(discussion=make_discussion(title="Foxes"))
        page = client.get("/").text
        assert "Foxes" in part(page, "new")
        assert 'id="busy"' not in page


class TestEdition:
    def test_leads_with_the_latest_one_and_what_is_in_it(self, client):
        bins, foxes = make_discussion(title="Bins"), make_discussion(title="Foxes")
        make_edition(date(2026, 3, 17), bins, foxes)
        shown = part(client.get("/").text, "edition")
        assert "/editions/2026-03-17" in shown
        assert "Bins and 1 more" in shown

    def test_names_nothing_that_was_taken_down_since(self, client, mo):
        scandal, foxes = make_discussion(title="Scandal"), make_discussion(title="Foxes")
        make_edition(date(2026, 3, 17), scandal, foxes)
        hiding.hide_discussion(scandal, by=mo)
        assert "Scandal" not in client.get("/").text

    def test_is_missed_by_nobody_where_there_is_none(self, client):
        make_discussion()
        assert 'id="edition"' not in client.get("/").text


class TestNotices:
    def test_say_whether_they_are_advertisements(self, client):
        make_notice(text="Street party")
        make_notice(text="Saws sharpened", is_advertisement=True)
        page = client.get("/").text
        assert page.index("Notice</span> Street party") < page.index("Saws sharpened")
        assert "Advertisement</span> Saws sharpened" in page
