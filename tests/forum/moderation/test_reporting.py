"""Receiving reports: one case for all that is said of one thing, and nothing lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from forum import editing, hiding, withdrawing
from forum.moderation import reporting
from forum.moderation.errors import ModerationError
from forum.moderation.kinds import HANDLING, Kind
from forum.moderation.models import Case, OfficialLetter, Part, Report, Snapshot, State
from tests.factories import make_discussion, make_member, make_reply
from tests.forum.moderation.reports import receive

pytestmark = pytest.mark.django_db


def snapshot_of(report):
    """What it was when it was reported, as the database has it."""
    return Snapshot.objects.get(reports=report)


@pytest.fixture
def reply(ben):
    return make_reply(author=ben)


@pytest.fixture
def path(reply):
    return reply.get_absolute_url()


class TestOneCase:
    @pytest.mark.parametrize("count", [1, 3, 50])
    def test_is_made_of_all_reports_of_one_thing(self, path, count):
        for nth in range(count):
            receive(path, network=f"203.0.113.{nth}")
        case = Case.objects.get()
        assert case.report_count == case.reports.count() == count

    def test_is_of_the_gravest_kind_and_its_times(self, path):
        receive(path)
        receive(path, kind=Kind.HATE, network="203.0.113.8")
        receive(path, kind=Kind.OTHER_ILLEGAL, network="203.0.113.9")
        case = Case.objects.get()
        assert case.kind == Kind.HATE
        assert case.priority == HANDLING[Kind.HATE].priority

    def test_keeps_a_time_that_was_promised_though_it_grows_graver(self, path):
        began = timezone.now()
        receive(path, kind=Kind.INTIMATE, received_at=began - timedelta(hours=47))
        receive(path, kind=Kind.DANGER, network="203.0.113.8")
        case = Case.objects.get()
        assert case.kind == Kind.DANGER
        assert case.decide_by <= began + timedelta(hours=1)

    def test_is_another_for_another_part_of_the_same_member(self, ben):
        ben.avatar_key = "a" * 22
        ben.save()
        receive(ben.get_absolute_url())
        receive(ben.portrait_url, network="203.0.113.8")
        assert set(Case.objects.values_list("part", "member")) == {
            (Part.PROFILE, ben.pk),
            (Part.AVATAR, ben.pk),
        }

    def test_is_a_new_one_once_the_last_is_over(self, path):
        receive(path)
        Case.objects.get().turn(State.WITHDRAWN)
        receive(path)
        assert Case.objects.count() == 2

    def test_is_not_joined_by_who_asks_for_the_contrary(self, path):
        receive(path)
        receive(path, kind=Kind.APPEAL, email="ben@example.org")
        assert sorted(Case.objects.values_list("kind", flat=True)) == ["appeal", "rules"]

    def test_says_to_who_is_deciding_it_that_something_has_changed(self, path):
        receive(path)
        read = Case.objects.get()
        receive(path, network="203.0.113.8")
        assert not read.turn(State.TRIAGED)

    def test_is_of_a_page_where_the_address_is_no_row_of_ours(self):
        receive("/about")
        receive("/about", network="203.0.113.8")
        case = Case.objects.get()
        assert (case.part, case.address, case.report_count) == (Part.PAGE, "/about", 2)


class TestTheSamePersonAgain:
    def test_joins_within_a_day_and_counts_once(self, path, asha):
        first = receive(path, by=asha)
        second = receive(path, by=asha, words="And it is still there.")
        assert second.repeats == first
        assert second.words == "And it is still there."
        assert Case.objects.get().report_count == 1

    def test_is_answered_like_the_first_time(self, path, asha):
        first = receive(path, by=asha).reference
        second = receive(path, by=asha, words="And it is still there.").reference
        letters = OfficialLetter.objects.order_by("pk").values_list("text", flat=True)
        assert letters[0] == letters[1].replace(second, first)

    def test_counts_again_after_a_day(self, path, asha):
        receive(path, by=asha, received_at=timezone.now() - timedelta(hours=25))
        assert receive(path, by=asha).repeats is None

    def test_counts_again_as_another_kind(self, path, asha):
        receive(path, by=asha)
        assert receive(path, by=asha, kind=Kind.HATE).repeats is None

    def test_is_told_from_another_visitor_by_their_e_mail(self, path):
        receive(path, email="jo@example.org")
        assert receive(path, email="JO@example.org", network="198.51.100.1").repeats
        assert receive(path, email="kim@example.org").repeats is None

    def test_who_sends_one_form_twice_has_made_one_report(self, path):
        form = uuid4()
        first = receive(path, submission=form)
        assert receive(path, submission=form) == first
        assert Report.objects.count() == OfficialLetter.objects.count() + 1 == 1

    def test_who_goes_back_and_changes_the_words_is_heard(self, path):
        form = uuid4()
        receive(path, submission=form)
        receive(path, submission=form, words="I meant the second line of it.")
        assert Report.objects.count() == 2


class TestAddresses:
    def test_of_ten_things_make_a_report_of_each(self, asha):
        replies = [make_reply(discussion=make_discussion()) for _ in range(3)]
        receive(*(reply.get_absolute_url() for reply in replies), by=asha)
        assert Case.objects.count() == Report.objects.count() == 3
        assert OfficialLetter.objects.count() == 1

    @pytest.mark.parametrize("count", [0, 11])
    def test_are_one_to_ten(self, count):
        with pytest.raises(ModerationError):
            receive(*(f"/page/{nth}" for nth in range(count)))

    def test_of_what_was_hidden_or_taken_back_are_taken(self, reply, path, ben, mo):
        hiding.hide_reply(reply, by=mo)
        withdrawn = make_reply(author=ben)
        withdrawing.withdraw_reply(withdrawn, by=ben)
        assert receive(path).case.reply == reply
        assert receive(withdrawn.get_absolute_url()).case.reply == withdrawn

    def test_of_what_never_was_are_taken_as_a_page(self):
        assert receive("/forum/replies/999999999").case.part == Part.PAGE


class TestSnapshot:
    def test_stays_as_it_was_when_the_author_changes_or_takes_back_the_words(
        self, reply, path, ben
    ):
        report = receive(path)
        editing.edit_reply(reply, by=ben, body="Lovely weather.", body_format="text")
        withdrawing.withdraw_reply(reply, by=ben)
        assert snapshot_of(report).body == "I saw them too, by the railway."
        assert snapshot_of(report).author_name == "Ben Okafor"

    def test_is_taken_anew_only_where_something_has_changed(self, reply, path, ben):
        make_reply(parent=reply)
        first = receive(path)
        same = receive(path, network="203.0.113.8")
        editing.edit_reply(reply, by=ben, body="Lovely weather.", body_format="text")
        other = receive(path, network="203.0.113.9")
        assert first.snapshot == same.snapshot != other.snapshot
        assert snapshot_of(other).revisions == [reply.revisions.get().pk]

    def test_names_what_it_answers(self, reply):
        answer = make_reply(parent=make_reply(parent=reply))
        snapshot = snapshot_of(receive(answer.get_absolute_url()))
        assert snapshot.parents == [reply.pk, answer.parent_id]

    def test_of_a_profile_holds_what_they_say_of_themselves(self, ben):
        ben.about = "I sell watches."
        ben.save()
        assert snapshot_of(receive(ben.get_absolute_url())).body == "I sell watches."

    def test_of_a_page_is_none(self):
        assert receive("/about").snapshot is None


class TestWithdraw:
    def test_ends_a_case_in_which_nobody_wants_anything(self, path):
        first = receive(path)
        second = receive(path, network="203.0.113.8")
        reporting.withdraw(first)
        assert Case.objects.get().state == State.RECEIVED
        assert Case.objects.get().report_count == 1
        reporting.withdraw(second)
        reporting.withdraw(second)
        assert Case.objects.get().state == State.WITHDRAWN

    def test_again_and_again_keeps_nobody_from_deciding(self, path):
        """Who decides says which version they have read."""
        report = receive(path)
        receive(path, network="203.0.113.8")
        reporting.withdraw(report)
        version = Case.objects.get().version
        reporting.withdraw(report)
        assert Case.objects.get().version == version

    def test_leaves_to_a_person_what_is_urgent_or_was_hidden_for_it(self, path):
        report = receive(path, kind=Kind.INTIMATE, email="jo@example.org")
        reporting.withdraw(report)
        assert Case.objects.get().is_open

    def test_does_not_count_towards_hiding(self, reply, path):
        for _ in range(2):
            reporting.withdraw(receive(path, by=make_member()))
        receive(path, by=make_member())
        reply.refresh_from_db()
        assert not reply.is_hidden
