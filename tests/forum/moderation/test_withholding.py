"""What is hidden before anybody has looked (safety L-21), and what its author is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import hiding
from forum.models import Attachment
from forum.moderation import acting, orders
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, AuditEntry, Case, Decision, OfficialLetter
from members import safeguarding
from members.models import Safeguards
from tests.factories import make_discussion, make_member, make_reply
from tests.forum.moderation.reports import receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(ben):
    return make_reply(author=ben)


@pytest.fixture
def is_hidden(reply):
    def ask():
        reply.refresh_from_db()
        return reply.is_hidden

    return ask


@pytest.fixture
def report(reply):
    def send(**how):
        return receive(reply.get_absolute_url(), **how)

    return send


def newcomer():
    return make_member(joined_at=timezone.now() - timedelta(days=13))


class TestHouseRules:
    def test_hide_what_three_members_of_some_standing_report(self, report, is_hidden):
        for _ in range(2):
            report(by=make_member())
        assert not is_hidden()
        report(by=make_member())
        assert is_hidden()

    def test_hide_nothing_for_newcomers_visitors_or_one_member_thrice(
        self, report, is_hidden, asha
    ):
        for nth in range(5):
            report(by=newcomer())
            report(network=f"203.0.113.{nth}")
            report(by=asha, words=f"Again, for the {nth}th time.")
        assert not is_hidden()

    def test_hide_for_two_while_the_owner_is_away_and_tell_them(self, report, is_hidden, owner):
        until = timezone.localdate() + timedelta(days=3)
        safeguarding.go_away(until=until, by=owner)
        report(by=make_member())
        assert not is_hidden()
        report(by=make_member())
        assert is_hidden()
        assert Safeguards.current().away_hidden_count == 1

    def test_hide_nothing_that_a_moderator_has_looked_at(self, report, is_hidden):
        report(by=make_member())
        Case.objects.update(first_seen_at=timezone.now())
        for _ in range(3):
            report(by=make_member())
        assert not is_hidden()


class TestWhatMayNotWait:
    @pytest.mark.parametrize("kind", [Kind.DANGER, Kind.TERROR, Kind.CHILD, Kind.INTIMATE])
    def test_is_hidden_for_one_member(self, report, is_hidden, kind, asha):
        report(by=asha, kind=kind)
        assert is_hidden()

    @pytest.mark.parametrize("kind", [Kind.DANGER, Kind.TERROR])
    def test_is_not_hidden_for_a_newcomer_or_a_visitor(self, report, is_hidden, kind):
        report(by=newcomer(), kind=kind)
        report(kind=kind)
        assert not is_hidden()

    def test_of_a_child_is_hidden_for_two_visitors_in_two_places(self, report, is_hidden):
        report(kind=Kind.CHILD)
        report(kind=Kind.CHILD, email="jo@example.org")
        assert not is_hidden()
        report(kind=Kind.CHILD, network="198.51.100.9")
        assert is_hidden()

    def test_of_an_intimate_image_is_hidden_for_whoever_asks(self, report, is_hidden):
        report(kind=Kind.INTIMATE, email="jo@example.org")
        assert is_hidden()

    def test_is_hidden_though_a_moderator_has_looked(self, report, is_hidden):
        report(by=make_member())
        Case.objects.update(first_seen_at=timezone.now())
        report(kind=Kind.INTIMATE, email="jo@example.org")
        assert is_hidden()


class TestHidden:
    def test_its_author_is_told_and_not_by_whom(self, report, ben, asha):
        report(by=asha, kind=Kind.TERROR)
        letter = OfficialLetter.objects.get(member=ben)
        assert "hidden until one of us has looked at it" in letter.text
        assert "Asha" not in letter.text

    def test_it_is_no_decision_and_stands_in_the_log(self, report, asha):
        report(by=asha, kind=Kind.TERROR)
        assert not Decision.objects.exists()
        assert Case.objects.get().is_open
        entry = AuditEntry.objects.get()
        assert (entry.act, entry.actor_key) == ("hide reply", None)

    def test_it_is_told_once(self, report, ben):
        for _ in range(6):
            report(by=make_member())
        assert OfficialLetter.objects.filter(member=ben).count() == 1

    def test_it_stays_as_a_moderator_left_it(self, report, reply, mo, ben):
        hiding.hide_reply(reply, by=mo, reason="Rule 3")
        report(kind=Kind.INTIMATE, email="jo@example.org")
        reply.refresh_from_db()
        assert reply.hidden_reason == "Rule 3"
        assert Case.objects.get().hidden_at is None
        assert not OfficialLetter.objects.filter(member=ben).exists()

    def test_a_whole_discussion_is_hidden_with_its_replies(self, client, asha):
        discussion = make_discussion()
        receive(discussion.get_absolute_url(), by=asha, kind=Kind.TERROR)
        assert client.get(discussion.get_absolute_url()).status_code == 404


class TestAPicture:
    @pytest.fixture
    def picture(self, ben):
        return Attachment.objects.create(
            kind=Attachment.Kind.PICTURE,
            name="fox.jpg",
            size=1,
            widths=[640],
            owner=ben,
            reply=make_reply(author=ben),
        )

    def test_is_hidden_alone_and_put_back_by_who_leaves_it(self, picture, mo):
        receive(picture.get_absolute_url(), kind=Kind.INTIMATE, email="jo@example.org")
        picture.refresh_from_db()
        assert picture.is_hidden
        assert picture.reply.is_shown
        order = orders.Order(case=Case.objects.get(), by=mo)
        before = acting.do(Action.NOTHING, order)
        picture.refresh_from_db()
        assert not picture.is_hidden
        acting.undo(Action.NOTHING, order, before)
        picture.refresh_from_db()
        assert picture.is_hidden

    def test_beside_a_name_is_hidden_and_put_back(self, client, ben, mo):
        ben.avatar_key = "a" * 22
        ben.save()
        address = ben.portrait_url
        receive(address, kind=Kind.INTIMATE, email="jo@example.org")
        assert client.get(address).status_code == 410
        acting.do(Action.NOTHING, orders.Order(case=Case.objects.get(), by=mo))
        ben.refresh_from_db()
        assert ben.avatar_key == "a" * 22
        assert OfficialLetter.objects.get(member=ben).subject.startswith(
            "Your profile picture is hidden"
        )

    def test_that_was_hidden_is_still_found_at_its_address(self, ben):
        ben.avatar_key = "a" * 22
        ben.save()
        address = ben.portrait_url
        for network in ("203.0.113.7", "203.0.113.8"):
            receive(address, kind=Kind.INTIMATE, email=f"{network}@example.org", network=network)
        assert Case.objects.get().report_count == 2
