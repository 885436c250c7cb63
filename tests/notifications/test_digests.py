"""Who is mailed an edition, and what of it: not what they have read, and nothing twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum import following, hiding, marking
from forum.models import CategoryReadMark
from members import muting, suspending
from notifications import editions, sending
from notifications.models import (
    Edition,
    Mail,
    Rhythm,
    Round,
)
from tests.factories import make_category, make_member, make_notice
from tests.notifications.days import (
    MINUTE,
    TUESDAY,
    WEDNESDAY,
    after,
    answered,
    before,
    choose,
    evening_of,
    reasons,
    sent_to,
    started,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_a_week_in_march")]

BEFORE = before(TUESDAY)


class TestWhoIsSentIt:
    def test_is_everybody_who_has_not_chosen_otherwise(self, foxes, asha, mailoutbox):
        evening_of(TUESDAY)
        (mail,) = sent_to(asha, mailoutbox)
        assert "Foxes on Wightman Road" in mail

    @pytest.mark.parametrize("rhythm", [Rhythm.NEVER, Rhythm.WEEKLY])
    def test_is_nobody_who_has(self, foxes, asha, mailoutbox, rhythm):
        choose(asha, rhythm)
        evening_of(TUESDAY)
        assert mailoutbox == []

    def test_is_nobody_who_wants_no_mail_or_whom_none_reaches(self, foxes, asha, mo, mailoutbox):
        choose(asha, mail_stopped_at=BEFORE)
        mo.emailaddress_set.update(verified=False)
        make_member(left_at=BEFORE)
        evening_of(TUESDAY)
        assert mailoutbox == []
        assert not Mail.objects.exists()

    def test_is_nobody_twice(self, foxes, asha, mailoutbox):
        for _ in range(2):
            evening_of(TUESDAY)
        Round.objects.all().delete()
        Edition.objects.all().delete()
        evening_of(TUESDAY)
        assert len(sent_to(asha, mailoutbox)) == 1

    def test_is_nobody_who_has_stopped_it_before_it_went_out(self, foxes, asha, mo, mailoutbox):
        editions.do_round(after(TUESDAY))
        choose(asha, mail_stopped_at=BEFORE)
        choose(mo, Rhythm.NEVER)
        sending.send_due()
        assert mailoutbox == []
        assert reasons() == {"It is not wanted any more."}

    def test_is_nobody_who_was_suspended_meanwhile(self, foxes, asha, mo, mailoutbox):
        editions.do_round(after(TUESDAY))
        suspending.suspend(asha, by=mo)
        sending.send_due()
        assert sent_to(asha, mailoutbox) == []


class TestWhatIsLeftOut:
    def test_is_what_they_have_read(self, foxes, asha, mailoutbox):
        started(BEFORE, author=foxes.author, title="Bins")
        marking.mark_discussion_read(foxes, member=asha, read_at=BEFORE)
        evening_of(TUESDAY)
        (mail,) = sent_to(asha, mailoutbox)
        assert "Bins" in mail
        assert "Foxes" not in mail

    def test_is_what_they_have_read_by_category(self, foxes, asha, mailoutbox):
        CategoryReadMark.objects.create(member=asha, category=foxes.category, read_at=BEFORE)
        evening_of(TUESDAY)
        assert mailoutbox == []

    def test_is_not_what_was_answered_since_they_read_it(self, foxes, asha, mailoutbox):
        marking.mark_discussion_read(foxes, member=asha, read_at=BEFORE)
        answered(foxes, BEFORE + MINUTE, author=foxes.author)
        evening_of(TUESDAY)
        assert len(sent_to(asha, mailoutbox)) == 1

    def test_is_also_what_was_answered_since_the_edition_came_out(self, foxes, asha, mailoutbox):
        editions.do_round(after(TUESDAY))
        marking.mark_discussion_read(foxes, member=asha, read_at=BEFORE)
        answered(foxes, after(TUESDAY), author=foxes.author)
        sending.send_due()
        assert mailoutbox == []

    def test_leaves_no_mail_at_all_where_it_is_everything(self, foxes, asha, mailoutbox):
        make_notice(first_on=TUESDAY)
        marking.mark_discussion_read(foxes, member=asha, read_at=BEFORE)
        evening_of(TUESDAY)
        assert mailoutbox == []
        assert reasons() == {"Everything in it was read."}

    def test_is_what_they_have_muted(self, foxes, asha, mailoutbox):
        following.mute(foxes, member=asha)
        evening_of(TUESDAY)
        assert mailoutbox == []

    def test_is_what_somebody_started_whom_they_have_muted(self, foxes, asha, mo, mailoutbox):
        muting.mute(foxes.author, by=asha)
        evening_of(TUESDAY)
        assert sent_to(asha, mailoutbox) == []
        assert len(sent_to(mo, mailoutbox)) == 1

    def test_is_what_was_hidden_before_the_mail_went_out(self, foxes, asha, mo, mailoutbox):
        editions.do_round(after(TUESDAY))
        hiding.hide_discussion(foxes, by=mo)
        sending.send_due()
        assert mailoutbox == []

    def test_is_what_is_in_a_category_that_was_hidden_meanwhile(self, asha, mailoutbox):
        room = make_category()
        started(BEFORE, category=room)
        editions.do_round(after(TUESDAY))
        room.hidden_at = BEFORE
        room.save()
        sending.send_due()
        assert mailoutbox == []


class TestNotices:
    def test_are_sent_to_everybody_and_advertising_to_those_who_chose(
        self, foxes, asha, mo, mailoutbox
    ):
        choose(mo, edition_chosen_at=BEFORE)
        make_notice(text="Street party", first_on=TUESDAY)
        make_notice(text="Keys cut", first_on=TUESDAY, is_advertisement=True)
        evening_of(TUESDAY)
        (to_asha,), (to_mo,) = sent_to(asha, mailoutbox), sent_to(mo, mailoutbox)
        assert "Notice: Street party" in to_asha
        assert "Keys cut" not in to_asha
        assert "Advertisement: Keys cut" in to_mo

    def test_of_other_days_are_not(self, foxes, asha, mailoutbox):
        make_notice(text="Street party", first_on=WEDNESDAY)
        evening_of(TUESDAY)
        assert "Street party" not in sent_to(asha, mailoutbox)[0]


class TestStatements:
    def test_are_as_many_for_many_members_as_for_one(self, foxes):
        counts = []
        for day, members in ((TUESDAY, 1), (WEDNESDAY, 30)):
            started(before(day), author=foxes.author)
            for _ in range(members):
                make_member()
            with CaptureQueriesContext(connection) as asked:
                editions.do_round(after(day))
            counts.append(len(asked))
        assert counts[0] == counts[1]

    def test_are_as_many_to_make_out_many_mails_as_one(self, foxes):
        counts = []
        for day, members in ((TUESDAY, 3), (WEDNESDAY, 30)):
            started(before(day), author=foxes.author)
            for _ in range(members):
                make_member()
            editions.do_round(after(day))
            batch = list(Mail.objects.filter(issued_on=day).select_related("recipient"))
            with CaptureQueriesContext(connection) as asked:
                assert len(sending._compose(batch)) == len(batch) >= members
            counts.append(len(asked))
        assert counts[0] == counts[1]
