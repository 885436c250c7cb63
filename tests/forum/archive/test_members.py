"""The old site's members, as accounts."""

import re

import pytest
from django.core import mail

from forum.models import Discussion, Reply
from members.models import Member, Role
from tests.factories import make_member
from tests.forum.archive.moving_in import move_in

pytestmark = pytest.mark.django_db


def member(screen_name):
    return Member.objects.get(legacy_name=screen_name)


class TestMembers:
    def test_become_accounts_without_a_password(self):
        move_in()
        hugh = member("hughflouch")
        assert (hugh.name, hugh.email, hugh.role) == ("Hugh", "hugh@example.org", Role.OWNER)
        assert hugh.about_html == "<p>Created this site.</p>"
        assert f"{hugh.joined_at:%Y-%m-%d}" == "2007-07-20"
        assert not hugh.has_usable_password()

    def test_administrators_become_moderators(self):
        move_in()
        assert member("3a28calx54gma").role == Role.MODERATOR

    def test_have_the_profile_address_of_the_csv(self, client):
        move_in(addresses={"hugh@example.org": "Hugh_Flouch"})
        assert member("hughflouch").address == "hugh_flouch"
        page = client.get("/profile/HughFlouch")
        assert page.headers["Location"] == "/profile/hugh_flouch"

    def test_bring_their_pictures(self, media):
        move_in()
        assert (media / "avatars" / member("hughflouch").avatar_key / "96.webp").is_file()

    def test_the_suspended_the_departed_and_the_waiting_may_not_sign_in(self):
        move_in()
        assert member("sidney").is_suspended
        assert member("lena").shown_name == "Former member"
        assert member("lena").email is None
        assert not member("petra").is_active
        assert not any(member(name).may_sign_in for name in ("sidney", "lena", "petra"))

    def test_share_no_email_address(self):
        report = move_in()
        assert member("3a28calx54gma").email == "pauline@example.org"
        assert member("pauline2").email is None
        assert report.duplicate_emails == ["pauline2 pauline@example.org"]

    def test_get_their_old_name_where_they_have_an_account_already(self):
        hugh = make_member(name="Hugh F.", email="hugh@example.org", address="hugh")
        move_in()
        assert member("hughflouch") == hugh
        assert member("hughflouch").role == Role.MEMBER
        assert Discussion.objects.get(legacy_id="1:Topic:101").author == hugh

    def test_an_unconfirmed_account_gets_nobodys_old_name(self):
        stranger = make_member(email="hugh@example.org", address="stranger")
        stranger.emailaddress_set.update(verified=False)
        report = move_in()
        assert member("hughflouch") != stranger
        assert "hughflouch hugh@example.org" in report.duplicate_emails

    def test_sign_in_with_an_emailed_code(self, client):
        move_in()
        Member.objects.filter(legacy_name="3a28calx54gma").update(role=Role.MEMBER)
        client.post("/accounts/login/code/", {"email": "pauline@example.org"})
        (message,) = mail.outbox
        (code,) = re.findall(r"^ *([A-Z0-9-]{4,}) *$", str(message.body), re.MULTILINE)
        client.post("/accounts/login/code/confirm/", {"code": code})
        assert client.get("/settings").status_code == 200

    def test_authors_whom_nobody_knows_become_former_members(self):
        report = move_in()
        assert Reply.objects.get(legacy_id="1:Comment:212").author.shown_name == "Former member"
        assert list(report.unknown_authors) == ["gone4ever"]
