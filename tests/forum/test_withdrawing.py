"""Taking back what one wrote."""

import pytest

from forum import withdrawing
from forum.errors import NotAllowed
from tests.factories import make_discussion, make_reply

pytestmark = pytest.mark.django_db


class TestWithdrawReply:
    def test_a_second_time_changes_nothing(self, asha):
        reply = make_reply(author=asha)
        withdrawing.withdraw_reply(reply, by=asha)
        reply.refresh_from_db()
        withdrawn_at = reply.withdrawn_at
        withdrawing.withdraw_reply(reply, by=asha)
        reply.refresh_from_db()
        assert reply.withdrawn_at == withdrawn_at

    def test_is_refused_to_anyone_else_then_too(self, asha, mo):
        reply = make_reply(author=asha)
        withdrawing.withdraw_reply(reply, by=asha)
        with pytest.raises(NotAllowed):
            withdrawing.withdraw_reply(reply, by=mo)


class TestWithdrawDiscussion:
    def test_a_second_time_changes_nothing(self, asha):
        discussion = make_discussion(author=asha)
        withdrawing.withdraw_discussion(discussion, by=asha)
        discussion.refresh_from_db()
        withdrawn_at = discussion.withdrawn_at
        withdrawing.withdraw_discussion(discussion, by=asha)
        discussion.refresh_from_db()
        assert discussion.withdrawn_at == withdrawn_at
