"""The clocks of a legal notice: sent on, answered or not, taken down or let stand."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from forum.models import Reply
from forum.moderation import links, noticing, reporting
from forum.moderation.errors import ModerationError
from forum.moderation.kinds import Kind
from forum.moderation.models import AuditEntry, Decision, LegalNotice, OfficialLetter, State
from forum.moderation.noticing import Details
from forum.moderation.reporting import Sender, Statement
from members.models import Role
from tests.factories import make_member, make_reply
from tests.forum.moderation.test_deadlines import CLOCKS

pytestmark = pytest.mark.django_db

WORDS = "He never paid the builders."
HOME = Details("Ben Oakeshott", "1 Hewitt Road, N8")


@pytest.fixture(autouse=True)
def _a_key_for_what_is_sealed(settings):
    settings.DATA_KEY = "what the owner keeps in a drawer"


@pytest.fixture
def reply() -> Reply:
    return make_reply(body=WORDS)


def send_notice(reply: Reply, at: datetime | None = None, **changes: object) -> LegalNotice:
    """A complete notice, but for what is changed, as a visitor sends it."""
    said = {
        "statement": WORDS,
        "where": f"/forum/replies/{reply.pk}",
        "why_defamatory": "My customers leave me.",
        "meaning": "That I cheat.",
        "untrue": "I paid in May.",
        "is_author_unknown": True,
        "may_pass_name": False,
        "may_pass_email": False,
    }
    notice = LegalNotice(**said | changes)
    statement = Statement(
        kind=Kind.DEFAMATION, words=WORDS, name="Carl Carpenter", email="carl@example.com"
    )
    reporting.receive(
        statement, at=[notice.where], by=Sender(), notice=notice, received_at=at or timezone.now()
    )
    return notice


def now_of(notice: LegalNotice) -> LegalNotice:
    return LegalNotice.objects.select_related("report__case").get(pk=notice.pk)


def letters(notice: LegalNotice) -> dict[str, OfficialLetter]:
    found = OfficialLetter.objects.filter(key__startswith="notice-")
    return {letter.key.split(":")[0].removeprefix("notice-"): letter for letter in found}


def is_hidden(reply: Reply) -> bool:
    return Reply.objects.get(pk=reply.pk).is_hidden


class TestACompleteNotice:
    def test_is_sent_on_to_the_author_without_saying_who_sent_it(self, reply):
        notice = send_notice(reply)

        noticing.keep_clocks(timezone.now())

        to_author = letters(notice)["to_author"]
        assert to_author.member == reply.author
        assert WORDS in to_author.text
        assert "Carl" not in to_author.text
        assert "carl@" not in to_author.text
        assert not is_hidden(reply)

    def test_says_who_sent_it_where_they_agree(self, reply):
        notice = send_notice(reply, may_pass_name=True)

        noticing.keep_clocks(timezone.now())

        assert "Carl Carpenter" in letters(notice)["to_author"].text
        assert "carl@" not in letters(notice)["to_author"].text

    def test_whoever_sent_it_is_told_that_it_has_been_sent_on(self, reply):
        notice = send_notice(reply)

        noticing.keep_clocks(timezone.now())

        assert letters(notice)["sent_on"].email == "carl@example.com"

    def test_twice_at_once_sends_it_once(self, reply):
        send_notice(reply)

        for _ in range(2):
            noticing.keep_clocks(timezone.now())

        assert OfficialLetter.objects.filter(key__startswith="notice-to_author").count() == 1

    @pytest.mark.parametrize(("sent", "_ends", "until"), CLOCKS)
    def test_gives_the_author_five_whole_days(self, reply, sent, _ends, until):
        notice = send_notice(reply, at=sent)

        noticing.keep_clocks(sent)

        assert now_of(notice).answer_by == until


class TestADefectiveNotice:
    def test_is_sent_on_to_nobody(self, reply):
        notice = send_notice(reply, meaning="")

        noticing.keep_clocks(timezone.now())

        assert letters(notice) == {}


class TestWithoutAnAnswer:
    def test_the_words_stay_until_the_days_are_over_and_then_go_by_themselves(self, reply):
        notice = send_notice(reply)
        noticing.keep_clocks(timezone.now())
        until = now_of(notice).answer_by
        assert until

        noticing.keep_clocks(until - timedelta(seconds=1))
        assert not is_hidden(reply)
        noticing.keep_clocks(until)

        assert is_hidden(reply)
        decision = Decision.objects.get()
        assert decision.is_by_clock
        assert "paragraph 5" in decision.law
        assert AuditEntry.objects.filter(act="decide: hide", actor_key=None).exists()
        assert now_of(notice).report.case.state == State.CLOSED

    def test_the_author_is_told_why_and_that_nobody_decided_it(self, reply):
        notice = send_notice(reply)
        noticing.keep_clocks(timezone.now())
        until = now_of(notice).answer_by
        assert until
        noticing.keep_clocks(until)

        assert "Nobody decided this." in Decision.objects.get().statement

    def test_the_owner_is_told_twelve_hours_before_and_once(self, reply):
        owner = make_member(name="Orla", role=Role.OWNER)
        notice = send_notice(reply)
        noticing.keep_clocks(timezone.now())
        until = now_of(notice).answer_by
        assert until

        noticing.keep_clocks(until - timedelta(hours=13))
        assert "soon" not in letters(notice)
        for hours in (12, 6):
            noticing.keep_clocks(until - timedelta(hours=hours))

        assert letters(notice)["soon"].member == owner


class TestAnAuthorWhomNobodyCanReach:
    def test_their_words_are_taken_down_at_once(self, reply):
        reply.author.email = None
        reply.author.save()
        send_notice(reply)

        noticing.keep_clocks(timezone.now())

        assert is_hidden(reply)
        assert "paragraph 3" in Decision.objects.get().law


class TestTheThirdTime:
    def test_what_was_taken_down_twice_is_not_asked_about_again(self):
        author = make_member(name="Ben")
        for _ in range(2):
            notice = send_notice(make_reply(author=author, body=WORDS))
            noticing.keep_clocks(timezone.now())
            noticing.answer(now_of(notice), may_stand=False, now=timezone.now())
        third = make_reply(author=author, body=f"I say it again: {WORDS}")

        send_notice(third)
        noticing.keep_clocks(timezone.now())

        assert is_hidden(third)
        assert "paragraph 9" in Decision.objects.latest("pk").law


class TestTheAnswer:
    @pytest.fixture
    def notice(self, reply) -> LegalNotice:
        notice = send_notice(reply)
        noticing.keep_clocks(timezone.now())
        return now_of(notice)

    def test_taken_down_is_taken_down_with_the_next_request(self, client, notice, reply):
        client.post(links.notice_path(notice), {"wish": "down"})

        assert is_hidden(reply)
        assert "paragraph 7" in Decision.objects.get().law

    def test_it_stays_and_the_other_side_hears_no_name(self, client, notice, reply):
        client.post(
            links.notice_path(notice),
            {"wish": "stay", "name": HOME.name, "postal_address": HOME.postal_address},
        )

        assert not is_hidden(reply)
        stands = letters(notice)["stands"]
        assert stands.email == "carl@example.com"
        assert "Hewitt" not in stands.text
        assert now_of(notice).report.case.state == State.CLOSED

    def test_they_hear_it_where_the_author_agrees(self, notice):
        noticing.answer(notice, may_stand=True, details=HOME, may_pass_on=True, now=timezone.now())

        assert HOME.postal_address in letters(notice)["stands"].text

    def test_who_they_are_is_sealed_and_for_the_owner_alone(self, notice):
        noticing.answer(notice, may_stand=True, details=HOME, now=timezone.now())
        owner, mo = (make_member(role=role) for role in (Role.OWNER, Role.MODERATOR))

        assert "Hewitt" not in now_of(notice).poster
        assert noticing.details_of(now_of(notice), by=owner, reason="A court asks.") == HOME
        assert AuditEntry.objects.filter(act="read details of author").exists()
        with pytest.raises(ModerationError):
            noticing.details_of(now_of(notice), by=mo, reason="Curious.")

    def test_to_stay_it_needs_a_name_and_an_address_and_nothing_typed_is_lost(
        self, client, notice, reply
    ):
        answer = client.post(links.notice_path(notice), {"wish": "stay", "name": "Ben Oak"})

        assert answer.status_code == 422
        assert "Ben Oak" in answer.text
        assert "The law asks us for this" in answer.text
        assert now_of(notice).answered_at is None

    def test_without_a_key_nothing_is_kept_and_it_is_said(self, client, notice, settings):
        settings.DATA_KEY = ""

        answer = client.post(
            links.notice_path(notice),
            {"wish": "stay", "name": HOME.name, "postal_address": HOME.postal_address},
        )

        assert answer.status_code == 422
        assert "cannot keep your name and address safely" in answer.text
        assert now_of(notice).answered_at is None

    def test_when_the_days_are_over_it_is_too_late(self, notice):
        with pytest.raises(noticing.TooLate):
            noticing.answer(notice, may_stand=False, now=notice.answer_by)

    def test_it_is_given_once(self, client, notice):
        for wish in ("down", "stay"):
            client.post(
                links.notice_path(notice), {"wish": wish, "name": "B", "postal_address": "C"}
            )

        assert now_of(notice).may_stand is False
        assert Decision.objects.count() == 1

    def test_the_page_reads_no_session_and_is_kept_by_nobody(self, client, notice):
        page = client.get(links.notice_path(notice))

        assert WORDS in page.text
        assert page["Referrer-Policy"] == "no-referrer"
        assert not page.cookies
        assert "Carl" not in page.text

    def test_a_link_that_is_none_of_ours_leads_nowhere(self, client, notice):
        assert client.get(links.notice_path(notice)[:-2]).status_code == 404


def test_what_a_moderator_has_decided_meanwhile_the_clock_leaves_alone(reply):
    notice = send_notice(reply)
    noticing.keep_clocks(timezone.now())
    case = now_of(notice).report.case
    for state in (State.TRIAGED, State.DUPLICATE):
        case.turn(state)

    noticing.keep_clocks(timezone.now() + timedelta(days=10))

    assert not is_hidden(reply)
