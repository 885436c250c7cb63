"""Asking to be forgotten hides an account at once, and coming back undoes all of it."""

import time
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from forum.models import Discussion
from members import leaving, tasks
from members.errors import LinkNoLongerWorks, NotForYou
from members.models import Choice, Erasure
from tests.factories import make_discussion, make_reply
from tests.members.views.test_settings import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ledger(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"


def leave(member):
    erasure = leaving.leave(member, choice=Choice.KEEP)
    member.refresh_from_db()
    return erasure


# Where a visitor, or another member, may meet somebody by name; kept pages among them.
PLACES = [
    *("/members", "/members?q=ravindran", "/forum", "/activity", "/", "/search?q=fox"),
    *("/forum/topics/foxes-on-wightman-road", "/forum/topics/bins", "/forum/categories"),
    *("/feeds/discussions.rss", "/feeds/replies.atom", "/feeds/activity.json"),
]
HERS = [
    *("/profile/asha", "/profile/asha/discussions", "/profile/asha/replies"),
    *("/feeds/members/asha.rss", "/search?q=fox&author=asha"),
]


class TestLeave:
    @pytest.fixture
    def talk(self, asha, ben):
        foxes = make_discussion(author=asha)
        make_reply(discussion=make_discussion(title="Bins", author=ben), author=asha)
        make_reply(discussion=foxes, author=ben, body="@Asha Ravindran is right.")

    def test_hides_who_they_are_from_the_very_next_request(self, asha, ben_client, client, talk):
        before = [client.get(address).text for address in PLACES]
        assert sum("Asha" in page for page in before) >= 8
        leave(asha)
        for reader in (client, ben_client):
            for address in PLACES:
                assert "Asha" not in reader.get(address).text, address

    def test_leads_nobody_to_what_they_wrote(self, asha, ben_client, client, talk):
        leave(asha)
        for reader in (client, ben_client):
            for address in HERS:
                answer = reader.get(address)
                assert answer.status_code == 404 or address.startswith("/search"), address
                assert "Foxes on" not in answer.text

    def test_takes_their_picture_away(self, asha, asha_client, client, media_root):
        asha_client.post("/settings/avatar", {"picture": picture()})
        asha.refresh_from_db()
        address = asha.avatar_url
        leave(asha)
        assert client.get(address).status_code == 404

    def test_signs_them_out_everywhere(self, asha, asha_client):
        assert asha_client.get("/settings").status_code == 200
        leave(asha)
        assert asha_client.get("/settings").status_code == 302

    def test_is_done_once_however_often_it_is_asked(self, asha):
        assert leave(asha) == leave(asha)

    def test_is_not_for_the_owner(self, owner):
        with pytest.raises(NotForYou):
            leaving.leave(owner, choice=Choice.KEEP)


class TestComeBack:
    def test_brings_everything_back(self, asha, ben, client):
        make_discussion(title="Bins", author=ben, body="@Asha Ravindran is right.")
        before = Discussion.objects.values().get()
        leave(asha)
        leaving.come_back(asha)
        assert client.get("/profile/asha").status_code == 200
        assert Discussion.objects.values().get() == before
        assert not Erasure.objects.exists()

    def test_is_too_late_after_a_fortnight(self, asha):
        leave(asha)
        Erasure.objects.update(due_at=timezone.now())
        with pytest.raises(LinkNoLongerWorks):
            leaving.come_back(asha)


class TestUndoToken:
    def test_ends_after_a_fortnight(self, asha, monkeypatch):
        token = leaving.undo_token(leave(asha))
        assert leaving.read_undo_token(token) == asha
        later = time.time() + 14 * 86_400 + 1
        monkeypatch.setattr("django.core.signing.time.time", lambda: later)
        with pytest.raises(LinkNoLongerWorks):
            leaving.read_undo_token(token)

    def test_is_of_one_time_only(self, asha):
        token = leaving.undo_token(leave(asha))
        leaving.come_back(asha)
        Erasure.objects.filter(pk=leave(asha).pk).update(
            asked_at=timezone.now() + timedelta(seconds=1)
        )
        with pytest.raises(LinkNoLongerWorks):
            leaving.read_undo_token(token)

    @pytest.mark.parametrize("forged", ["", "x", "WzEsImEiXQ:1:x"])
    def test_is_ours_alone_to_make(self, asha, forged):
        with pytest.raises(LinkNoLongerWorks):
            leaving.read_undo_token(forged)


class TestMailThoseWhoAsked:
    def test_writes_once_and_says_until_when(self, asha):
        erasure = leave(asha)
        for _ in range(2):
            tasks.mail_those_who_leave()
        (message,) = mail.outbox
        assert message.to == [asha.email]
        assert f"{erasure.due_at:%B %Y}" in message.body
        assert f"/settings/leave/undo/{leaving.undo_token(erasure)}" in message.body

    def test_tries_again_what_the_mail_server_refuses(self, asha, monkeypatch):
        leave(asha)

        def refuse(*_args, **_options):
            raise ConnectionRefusedError

        with monkeypatch.context() as patched:
            patched.setattr("django.core.mail.EmailMessage.send", refuse)
            leaving.mail_those_who_asked()
        assert not mail.outbox
        leaving.mail_those_who_asked()
        assert len(mail.outbox) == 1
