from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import signing
from django.utils import timezone

from members import changing_email
from members.errors import LinkNoLongerWorks
from members.models import EmailChange

OLD = "old@example.org"


@pytest.fixture
def token(asha) -> str:
    return change(asha, old=OLD, new="asha@example.org")


def change(member, *, old, new) -> str:
    """Change a member's address; the token that the old one gets."""
    member.email = new
    member.save()
    noted = changing_email.note(member=member, old=old, new=new)
    return changing_email.undo_token(noted) if noted else ""


def add_factor(member, *, at):
    Authenticator.objects.create(user=member, type="totp", data={}, created_at=at)


class TestReadUndoToken:
    def test_tells_what_would_be_undone(self, asha, token):
        change = changing_email.read_undo_token(token)
        assert (change.member, change.old) == (asha, OLD)

    def test_ends_after_seven_days(self, token):
        EmailChange.objects.update(changed_at=timezone.now() - timedelta(days=7, seconds=1))
        with pytest.raises(LinkNoLongerWorks):
            changing_email.read_undo_token(token)

    @pytest.mark.parametrize("forged", ["", "x", "WzEsImEiLCJiIl0:1:x"])
    def test_takes_nothing_that_we_have_not_signed(self, db, forged):
        with pytest.raises(LinkNoLongerWorks):
            changing_email.read_undo_token(forged)


class TestUndo:
    def test_gives_the_old_address_back(self, asha, token):
        changing_email.undo(token)
        asha.refresh_from_db()
        assert asha.email == OLD
        assert EmailAddress.objects.get(user=asha).verified

    def test_takes_no_address_that_has_become_somebody_s(self, asha, ben, token):
        ben.email = OLD
        ben.save()
        with pytest.raises(LinkNoLongerWorks):
            changing_email.undo(token)
        asha.refresh_from_db()
        assert asha.email == "asha@example.org"

    def test_undoes_every_later_change_with_it(self, asha, token):
        """Who has got in could change it twice, and keep the member out."""
        theirs = change(asha, old="asha@example.org", new="wolf@example.org")
        changing_email.undo(token)
        for spent in (token, theirs):
            with pytest.raises(LinkNoLongerWorks):
                changing_email.undo(spent)
        asha.refresh_from_db()
        assert asha.email == OLD

    def test_leaves_an_earlier_change_to_be_undone(self, asha, token):
        theirs = change(asha, old="asha@example.org", new="wolf@example.org")
        changing_email.undo(theirs)
        changing_email.undo(token)
        asha.refresh_from_db()
        assert asha.email == OLD

    def test_is_not_left_to_who_read_the_address_in_between(self, asha, token):
        """Its member has changed it back themselves, without the link."""
        theirs = change(asha, old="asha@example.org", new=OLD)
        assert not theirs
        assert not EmailChange.objects.exists()

    def test_of_an_older_kind_of_link_says_that_it_no_longer_works(self, asha, client):
        token = signing.dumps([asha.pk, OLD, asha.email], salt="members.changing_email")
        assert client.get(f"/settings/email/undo/{token}").status_code == 410

    @pytest.mark.parametrize(("days", "is_left"), [(-8, True), (-6, False), (1, False)])
    def test_takes_away_the_ways_in_of_that_week(self, asha, token, days, is_left):
        add_factor(asha, at=timezone.now() + timedelta(days=days))
        changing_email.undo(token)
        assert Authenticator.objects.filter(user=asha).exists() is is_left


def test_forget_leaves_what_can_still_be_undone(asha, token):
    changing_email.forget(timezone.now() - timedelta(days=7))
    assert EmailChange.objects.exists()
    changing_email.forget(timezone.now() + timedelta(seconds=1))
    assert not EmailChange.objects.exists()
