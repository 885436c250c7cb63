"""The account from which it came is frozen, told of, and let go as it was (safety L-40, L-43)."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from forum.moderation.models import Action, AuditEntry, Case, OfficialLetter
from members import erasing, leaving, suspending
from members.errors import AlreadyOver, NotForYou
from members.models import Choice, Erasure, Member
from tests.factories import make_member, make_reply
from tests.forum.moderation.reported import decide
from tests.forum.moderation.secluded import WORDS, decided, report

pytestmark = pytest.mark.django_db


class TestTheAccount:
    def test_is_frozen_and_told_so(self, illustrated, committed, ben):
        report(illustrated, committed)

        ben.refresh_from_db()
        assert ben.is_restricted
        assert not ben.is_suspended
        letter = OfficialLetter.objects.get(member=ben)
        assert "what you post is looked at before others see it" in letter.text

    def test_of_a_moderator_is_not_frozen_by_anybody_s_report(self, committed, media, mo, owner):
        for each in (mo, owner):
            report(make_reply(author=each), committed)

        assert not Member.objects.exclude(restriction_ends_at=None).exists()

    @pytest.mark.parametrize("days", [None, 3])
    def test_is_let_go_as_it_was(self, illustrated, committed, mo, ben, days):
        until = timezone.now() + timedelta(days=days) if days else None
        if until:
            suspending.restrict(ben, until=until, by=mo)
        report(illustrated, committed)
        decided(Action.NOTHING, committed, by=mo)

        ben.refresh_from_db()
        assert ben.restriction_ends_at == until

    def test_stays_frozen_for_another_case(self, illustrated, committed, mo, ben):
        report(illustrated, committed)
        other = make_reply(author=ben)
        report(other, committed)
        for about in (illustrated, other):
            ben.refresh_from_db()
            assert ben.is_restricted
            with committed():
                decide(Case.objects.get(reply=about), Action.NOTHING, by=mo)

        ben.refresh_from_db()
        assert not ben.is_restricted

    def test_stays_as_a_moderator_has_left_it_since(self, illustrated, committed, mo, ben):
        report(illustrated, committed)
        until = timezone.now() + timedelta(days=2)
        suspending.restrict(ben, until=until, by=mo)
        decided(Action.NOTHING, committed, by=mo)

        ben.refresh_from_db()
        assert ben.restriction_ends_at == until

    def test_is_not_forgotten_meanwhile(self, illustrated, committed, ben, settings, tmp_path):
        settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
        settings.EXPORTS_ROOT = tmp_path / "exports"
        report(illustrated, committed)
        leaving.leave(ben, choice=Choice.REMOVE)
        Erasure.objects.update(due_at=timezone.now())
        with committed():
            erasing.erase_due()

        ben.refresh_from_db()
        assert (ben.name, ben.email) == ("Ben Okafor", "ben@example.org")
        assert Erasure.objects.get().is_held

    def test_is_told_of_in_what_a_moderator_opens(self, illustrated, committed, ben, mo_client):
        now = timezone.now()
        UserSession.objects.create(
            user=ben, ip="192.0.2.7", user_agent="Firefox", session_key="x", data={}
        )
        UserSession.objects.update(created_at=now, last_seen_at=now)
        report(illustrated, committed)
        case = Case.objects.get()

        address = f"/admin/queue/{case.pk}/"
        assert "192.0.2.7" not in mo_client.get(address).text
        opened = mo_client.post(f"{address}unveil/", {"reason": "For the report to the NCA."}).text
        assert "192.0.2.7" in opened
        assert "ben@example.org" in opened
        assert WORDS in opened
        assert AuditEntry.objects.filter(act="read content of case").exists()


def test_a_site_by_itself_restricts_no_moderator(mo):
    with pytest.raises(NotForYou, match="Nobody but the owner"):
        suspending.restrict(mo, until=timezone.now() + timedelta(days=1), by=None)
    with pytest.raises(AlreadyOver):
        suspending.restrict(make_member(), until=timezone.now(), by=None)
