"""Who has reported a neighbour leaves them to the moderators (features.md, section 4, no. 10)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.errors import LeftToModerators
from forum.models import Draft, Reply
from forum.moderation import reporting
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, Case, Report
from tests.factories import make_discussion, make_member, make_reply
from tests.forum.moderation.reported import decide
from tests.forum.moderation.reports import receive

pytestmark = pytest.mark.django_db

WHY = "You have reported something that Ben Okafor wrote in this discussion."


@pytest.fixture
def rude(ben):
    return make_reply(author=ben, body="You are all fools.")


def report(reply, by, **more):
    return receive(reply.get_absolute_url(), by=by, **more)


class TestAnswering:
    def test_whom_one_has_reported_is_refused_and_nothing_typed_is_lost(
        self, rude, asha, asha_client
    ):
        report(rude, asha)
        form = {"body": "And you are another.", "parent": rude.pk}

        page = asha_client.post(f"{rude.discussion.get_absolute_url()}/replies", form)

        assert page.status_code == 403
        assert WHY in page.text
        assert "And you are another.</textarea>" in page.text
        assert Reply.objects.count() == 1

    def test_is_not_offered_and_the_page_says_why_until_when_and_what_one_can_do(
        self, rude, asha, asha_client
    ):
        Draft.objects.create(
            member=asha, discussion=rude.discussion, reply=rude, typed={"body": "Well"}
        )
        received_at = report(rude, asha).received_at

        page = asha_client.get(f"/forum/replies/{rude.pk}/reply").text

        until = timezone.localtime(received_at + timedelta(days=3))
        assert WHY in page
        assert f"until {until:%A} {until.day} {until:%B, %H:%M}, or until a moderator" in page
        assert f'href="{rude.discussion.get_absolute_url()}/reply"' in page
        assert "<textarea" not in page
        assert Draft.objects.filter(member=asha).exists()

    def test_another_reply_of_theirs_is_refused_too(self, rude, asha, ben):
        report(rude, asha)
        other = make_reply(discussion=rude.discussion, author=ben)

        with pytest.raises(LeftToModerators):
            make_reply(parent=other, author=asha)

    def test_whoever_started_it_too(self, asha, ben):
        discussion = make_discussion(author=ben)
        report(discussion, asha)
        own = make_reply(discussion=discussion, author=ben)

        with pytest.raises(LeftToModerators):
            make_reply(parent=own, author=asha)
        assert make_reply(discussion=discussion, author=asha)


class TestWhoMayAnswer:
    """All others, everywhere else, and soon again."""

    def answer(self, reply, by):
        return make_reply(parent=reply, author=by)

    def test_others_do(self, rude, asha):
        report(rude, asha)

        assert self.answer(rude, make_member())

    def test_who_was_reported_does_and_learns_nothing(self, rude, asha, ben):
        theirs = make_reply(discussion=rude.discussion, author=asha)
        report(rude, asha)

        assert self.answer(theirs, ben)

    def test_the_reporter_answers_others_and_the_discussion(self, rude, asha):
        report(rude, asha)
        other = make_reply(discussion=rude.discussion)

        assert self.answer(other, asha)
        assert make_reply(discussion=rude.discussion, author=asha)

    def test_and_them_in_other_discussions(self, rude, asha, ben):
        report(rude, asha)

        assert self.answer(make_reply(author=ben), asha)

    def test_and_them_after_three_days(self, rude, asha):
        report(rude, asha)
        Report.objects.update(received_at=timezone.now() - timedelta(days=3, minutes=1))

        assert self.answer(rude, asha)

    def test_and_them_once_it_is_decided(self, rude, asha, mo):
        report(rude, asha)
        decide(Case.objects.get(), Action.NOTHING, by=mo)

        assert self.answer(rude, asha)

    def test_and_them_once_the_report_is_taken_back(self, rude, asha):
        reporting.withdraw(report(rude, asha))

        assert self.answer(rude, asha)

    def test_of_a_crowd_all_but_the_last_two(self, rude, asha):
        crowd = [rude, *(make_reply(discussion=rude.discussion) for _ in range(4))]
        for reply in crowd:
            report(reply, asha)

        assert [self.answer(reply, asha) for reply in crowd[:3]]
        for reply in crowd[3:]:
            with pytest.raises(LeftToModerators):
                self.answer(reply, asha)

    @pytest.mark.parametrize("kind", [Kind.COPYRIGHT, Kind.FRAUD])
    def test_who_reports_what_is_no_quarrel(self, rude, asha, kind):
        report(rude, asha, kind=kind)

        assert self.answer(rude, asha)

    def test_moderators_do_for_they_must_speak(self, rude, mo):
        report(rude, mo)

        assert self.answer(rude, mo)

    def test_costs_one_question_where_somebody_is_answered(
        self, rude, asha, asha_client, django_assert_num_queries
    ):
        address = f"/forum/replies/{rude.pk}/reply"
        for _ in range(2):
            # The first after a change costs more.
            asha_client.get(address)
            with django_assert_num_queries(9):
                asha_client.get(address)
            for _ in range(3):
                report(make_reply(discussion=rude.discussion), asha)
