"""Mails that come back: which addresses are sent no more, and what becomes of the mail."""

import pytest

from notifications.models import Bounce, InboundMail, Outcome
from tests.notifications.mailing import receive, stored

pytestmark = pytest.mark.django_db

HARD = ["bounce-hard", "bounce-gmail"]
SOFT = ["bounce-full", "bounce-expired", "bounce-spam-filter", "bounce-not-by-the-book"]


def another(raw, number):
    """The report of another mail."""
    return raw.replace(b"Message-ID: <", f"Message-ID: <{number}.".encode(), 1)


def send_again(told):
    type(told.mail).objects.filter(pk=told.mail.pk).update(failed_at=None)


class TestABounce:
    @pytest.mark.parametrize("name", HARD)
    def test_that_says_never_stops_mail_to_the_address(self, told, name):
        note = receive(stored(name), told.bounce, envelope_sender="")
        assert note.outcome == Outcome.BOUNCE
        assert Bounce.objects.stopping().get().email == "asha@example.org"

    @pytest.mark.parametrize("name", SOFT)
    def test_that_says_not_now_stops_it_the_third_time(self, told, name):
        for number in range(3):
            assert not Bounce.objects.stopping().exists()
            receive(another(stored(name), number), told.bounce)
            send_again(told)
        assert Bounce.objects.stopping().exists()

    def test_of_another_address_than_the_member_s_own_is_never_for_good(self, told):
        raw = stored("bounce-hard").replace(b"rfc822; asha@", b"rfc822; forwarded@")
        receive(raw, told.bounce)
        assert not Bounce.objects.get().is_hard

    def test_that_says_later_counts_for_nothing(self, told):
        assert receive(stored("bounce-late"), told.bounce).outcome == Outcome.BOUNCE
        assert not Bounce.objects.exists()
        told.mail.refresh_from_db()
        assert told.mail.sent_at

    def test_is_seen_on_the_mail_that_came_back(self, told):
        receive(stored("bounce-hard"), told.bounce)
        told.mail.refresh_from_db()
        assert told.mail.failed_at
        assert told.mail.sent_at is None
        assert "User unknown" in told.mail.reason

    def test_that_arrives_twice_counts_once(self, told):
        for _ in range(2):
            receive(stored("bounce-full"), told.bounce)
        receive(another(stored("bounce-full"), 2), told.bounce)
        assert Bounce.objects.count() == 1

    def test_of_a_mail_that_nobody_sent_does_nothing(self, told):
        name, _, domain = told.bounce.partition("@")
        note = receive(stored("bounce-hard"), f"{name}x@{domain}")
        assert note.outcome == Outcome.UNKNOWN
        assert not Bounce.objects.exists()

    def test_sent_to_another_address_of_ours_counts_as_well(self, told):
        assert receive(stored("bounce-hard"), told.answer).outcome == Outcome.BOUNCE
        assert Bounce.objects.stopping().get().member == told.member

    def test_sent_there_about_somebody_else_does_not(self, told):
        raw = stored("bounce-hard").replace(b"rfc822; asha@", b"rfc822; ben@")
        receive(raw, told.answer)
        assert not Bounce.objects.exists()

    def test_is_none_where_somebody_is_only_away(self, told):
        assert receive(stored("automatic-vacation"), told.bounce).outcome == Outcome.AUTOMATIC
        assert not Bounce.objects.exists()
        assert InboundMail.objects.get().member == told.member
