"""What is neither posted nor answered, what only wants to stop, and what is past understanding."""

import hypothesis
import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from notifications.models import InboundMail, Mail, MailKind, Outcome
from tests.notifications.mailing import MESSAGES, posted, receive, stored, written

pytestmark = pytest.mark.django_db


def stems(beginning):
    return sorted(path.stem for path in MESSAGES.glob(f"{beginning}*.eml"))


def refusals():
    return Mail.objects.filter(kind=MailKind.REFUSAL)


class TestWhatIsDropped:
    @pytest.mark.parametrize("name", stems("automatic"))
    def test_answers_by_programs(self, told, name):
        note = receive(stored(name), told.answer)
        self.is_silent()
        assert note.outcome in {Outcome.AUTOMATIC, Outcome.BOUNCE}
        assert note.reason

    @pytest.mark.parametrize("name", stems("unknown"))
    def test_messages_from_anybody_else(self, told, name):
        note = receive(stored(name), told.answer)
        self.is_silent()
        assert note.outcome == Outcome.UNKNOWN

    def test_messages_from_an_address_that_nobody_has_confirmed(self, told):
        told.member.emailaddress_set.update(verified=False)
        assert receive(written(), told.answer).outcome == Outcome.UNKNOWN
        self.is_silent()

    def test_another_member_s_message(self, told, ben):
        assert receive(written(sender=ben.email), told.answer).outcome == Outcome.UNKNOWN
        self.is_silent()

    def test_messages_of_members_who_left(self, told):
        told.member.left_at = timezone.now()
        told.member.save()
        assert receive(written(), told.answer).outcome == Outcome.UNKNOWN
        self.is_silent()

    @pytest.mark.parametrize("change", ["x", "0-", "é"])
    def test_messages_to_a_forged_address(self, told, change):
        name, _, domain = told.answer.partition("@")
        assert receive(written(), f"{name}{change}@{domain}").outcome == Outcome.UNKNOWN
        self.is_silent()

    def test_messages_to_nobody_here(self, told):
        assert receive(written(), "mo@example.net").outcome == Outcome.UNKNOWN
        assert receive(written(message_id="")).outcome == Outcome.UNKNOWN
        assert receive(written(), "r+1\udcff\x00@reply.harringay.example").reply is None
        self.is_silent()

    def test_everything_where_mail_does_not_come_in(self, told, settings):
        to, settings.REPLY_DOMAIN = told.answer, ""
        assert receive(written(), to).outcome == Outcome.UNKNOWN
        self.is_silent()

    def is_silent(self):
        assert not posted()
        assert not refusals().exists()


class TestUnsubscribing:
    def test_stops_what_the_mail_was_about(self, told):
        note = receive(stored("unsubscribe"), told.unsubscribe)
        assert note.outcome == Outcome.UNSUBSCRIBED
        assert told.member.follows.get(discussion=told.discussion).muted_at
        assert not refusals().exists()

    def test_twice_changes_nothing(self, told):
        for number in range(2):
            receive(written(message_id=f"<{number}@x>"), told.unsubscribe)
        assert InboundMail.objects.filter(outcome=Outcome.UNSUBSCRIBED).count() == 2

    def test_needs_no_other_proof_than_the_address(self, told):
        receive(written(sender="robot@mail.example.net"), told.unsubscribe)
        assert told.member.follows.get(discussion=told.discussion).muted_at

    def test_is_not_done_by_a_bounce(self, told):
        assert receive(stored("bounce-hard"), told.unsubscribe).outcome == Outcome.BOUNCE
        assert not told.member.follows.filter(muted_at__isnull=False).exists()


class TestAnything:
    def test_is_dealt_with_without_asking_another_computer(self, told, request):
        if connection.vendor != "sqlite":
            pytest.skip("PostgreSQL is asked over a socket")
        request.getfixturevalue("socket_disabled")
        for name in stems(""):
            assert receive(stored(name), told.answer).outcome in Outcome

    @hypothesis.settings(
        max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(data=st.data())
    def test_that_was_damaged_on_the_way_is_dealt_with(self, told, data):
        raw = bytearray(stored(data.draw(st.sampled_from(stems("")))))
        for _ in range(data.draw(st.integers(1, 10))):
            at = data.draw(st.integers(0, len(raw)))
            raw[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
        to = data.draw(st.sampled_from([told.answer, told.bounce, told.unsubscribe, "x" * 300]))
        assert receive(bytes(raw), to).outcome in Outcome
