"""What has been replied while a page is read, as a behaviour asks for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum import hiding, withdrawing
from harringay import kept_pages
from members import muting
from tests.factories import make_discussion, make_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(ben):
    """Asha has fetched its page when there were two replies; then Ben wrote two."""
    discussion = make_discussion()
    for _ in range(4):
        make_reply(discussion=discussion, author=ben)
    return discussion


def address(discussion, after=2):
    return f"/forum/topics/{discussion.slug}/newer?after={after}"


def count(client, discussion, after=2):
    return client.get(address(discussion, after)).json()["count"]


class TestNewerReplies:
    def test_are_counted_from_where_the_page_ended(self, client, discussion):
        third = discussion.replies.get(number=3)
        assert client.get(address(discussion)).json() == {
            "count": 2,
            "is_all_counted": True,
            "first": f"/forum/replies/{third.pk}",
        }

    def test_are_none_where_the_page_has_them_all(self, client, discussion):
        assert client.get(address(discussion, 4)).json()["first"] is None

    def test_are_where_the_page_ends_that_asks(self, client, discussion):
        page = client.get(f"/forum/topics/{discussion.slug}").text
        assert f'data-address="{address(discussion, 4)}"' in page

    def test_of_one_s_own_are_not_new(self, ben_client, discussion):
        assert count(ben_client, discussion) == 0

    def test_of_whom_one_has_muted_are_not_told_of(self, asha_client, asha, ben, discussion):
        muting.mute(ben, by=asha)
        assert count(asha_client, discussion) == 0

    def test_that_were_hidden_or_taken_back_are_not_told_of(
        self, client, mo_client, mo, ben, discussion
    ):
        third, fourth = discussion.replies.filter(number__gt=2)
        hiding.hide_reply(third, by=mo)
        withdrawing.withdraw_reply(fourth, by=ben)
        assert (count(client, discussion), count(mo_client, discussion)) == (0, 0)

    @pytest.mark.parametrize("after", ["", "x", "-1", "١", "1" * 40])
    def test_after_what_is_no_number_there_is_nothing(self, client, discussion, after):
        assert client.get(address(discussion, after)).status_code == 404

    def test_of_what_one_may_not_see_do_not_exist(self, client, asha_client, mo_client, mo):
        discussion = make_discussion()
        hiding.hide_discussion(discussion, by=mo)
        statuses = [each.get(address(discussion)).status_code for each in (client, asha_client)]
        assert statuses == [404, 404]
        assert mo_client.get(address(discussion)).status_code == 200

    def test_are_asked_of_the_database_with_two_queries_whatever_their_number(
        self, client, discussion, ben
    ):
        for _ in range(30):
            make_reply(discussion=discussion, author=ben)
        for after in (4, 2, 0):
            kept_pages.shelf.clear()
            with CaptureQueriesContext(connection) as asked:
                client.get(address(discussion, after))
            assert len(asked) <= 2

    def test_cost_nothing_more_to_whoever_knows_the_answer(self, client, asha_client, discussion):
        for browser in (client, asha_client):
            answer = browser.get(address(discussion))
            known = {"If-None-Match": answer.headers["ETag"]}
            assert browser.get(address(discussion), headers=known).status_code == 304
            make_reply(discussion=discussion)
            assert browser.get(address(discussion), headers=known).status_code == 200

    def test_that_a_member_was_told_of_are_for_no_cache_that_others_share(
        self, asha_client, discussion
    ):
        answer = asha_client.get(address(discussion))
        assert "private" in answer.headers["Cache-Control"]
        assert "Cookie" in answer.headers["Vary"]
