"""Who asked to be forgotten is forgotten: in every table, in every file, and after a restore."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from forum import counting
from forum.archive import keeping
from forum.archive.reader import Dated
from forum.archive.report import Report
from forum.models import Discussion, LegacyObject, Reply
from members import erasing, holding, leaving, parting, tasks
from members.errors import LinkNoLongerWorks
from members.holding import ACCOUNT, Held
from members.models import Choice, Erasure, Member, Role
from members.parting import Part
from tests.factories import make_discussion, make_member, make_reply
from tests.members.parting_with import (
    ADDRESS,
    EMAIL,
    KEPT_KEYS,
    NAME,
    OLD_NAME,
    RECORDS,
    TRACES,
    found_in_files,
    found_in_tables,
    keys_of,
    leave_for_good,
    traces_left_by,
)

pytestmark = pytest.mark.django_db

PASSWORD = "a quiet street with foxes"


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.EXPORTS_ROOT = tmp_path / "exports"
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    return tmp_path


@pytest.fixture
def zofia(ben, mo, media_root, client):
    zofia = make_member(name=NAME, address=ADDRESS, email=EMAIL, legacy_name=OLD_NAME)
    traces_left_by(zofia, ben, mo, media_root)
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    # Half-way through signing in: the session of a visitor, which names them inside.
    Client().post("/accounts/login/code/", {"email": EMAIL})
    return zofia


class TestWhatIsLeft:
    def test_was_there_before(self, zofia, data, media_root):
        assert {word for word in TRACES if found_in_tables([word])} == set(TRACES)
        assert found_in_files([NAME], media_root)
        assert list((data / "exports").iterdir())
        assert keys_of(zofia) > KEPT_KEYS

    @pytest.mark.parametrize("choice", Choice)
    def test_is_in_no_table_and_no_copy(
        self, zofia, data, media_root, choice, django_capture_on_commit_callbacks
    ):
        leave_for_good(zofia, choice)
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            erasing.erase_due()
        assert not found_in_tables(TRACES)
        assert not found_in_files(TRACES, data / "exports", media_root / "avatars")
        assert keys_of(zofia) <= KEPT_KEYS | RECORDS

    def test_is_in_no_file_once_their_posts_are_removed(
        self, zofia, media_root, django_capture_on_commit_callbacks
    ):
        leave_for_good(zofia, Choice.REMOVE)
        with django_capture_on_commit_callbacks(execute=True):
            erasing.erase_due()
        assert not found_in_files(TRACES, media_root)

    def test_is_a_former_member_whom_nobody_can_sign_in_as(self, zofia, client):
        leave_for_good(zofia)
        erasing.erase_due()
        zofia.refresh_from_db()
        assert (zofia.shown_name, zofia.name, zofia.role) == (*["Former member"] * 2, Role.MEMBER)
        assert not zofia.has_usable_password()
        refused = client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
        assert "do not go together" in refused.text

    def test_lets_somebody_else_have_the_address(self, zofia):
        leave_for_good(zofia)
        erasing.erase_due()
        zed = make_member(name="Zed", address=ADDRESS, email=EMAIL)
        assert list(Member.objects.filter(email=EMAIL)) == [zed]
        assert Member.objects.at_address(ADDRESS).get() == zed

    def test_is_told_of_in_a_last_mail(self, zofia):
        leave_for_good(zofia)
        mail.outbox.clear()
        erasing.erase_due()
        assert [message.to for message in mail.outbox] == [[EMAIL]]
        assert "we have forgotten you as you asked" in mail.outbox[0].body


class TestTheirPosts:
    def test_stay_without_their_name_where_they_left_them(self, zofia, client):
        leave_for_good(zofia)
        erasing.erase_due()
        page = client.get("/forum/topics/fox").text
        assert "Write to [removed]. Former member" in page
        assert "Another fox." in page

    def test_are_no_longer_named_by_others(self, zofia):
        leave_for_good(zofia)
        erasing.erase_due()
        bins = Discussion.objects.get(title="Bins")
        assert bins.body == "Ask @Former member’s cat."
        assert bins.body_html == "<p>Ask @Former member’s cat.</p>"
        quoting = Reply.objects.get(body__contains="Where?")
        assert quoting.body.startswith("> Former member wrote:")

    def test_go_and_the_thread_keeps_its_shape(self, zofia, ben, client):
        leave_for_good(zofia, Choice.REMOVE)
        erasing.erase_due()
        fox = Discussion.objects.get(title="Removed by its author")
        assert (fox.body, fox.body_html, fox.slug) == ("", "", "removed-by-its-author")
        page = client.get(fox.get_absolute_url()).text
        assert page.count("Another fox.") == 1, "only where Ben has quoted it"
        assert "Where?" in page
        assert "look." in page
        assert client.get("/forum/topics/fox").status_code == 404

    def test_go_with_every_number_right(self, zofia):
        leave_for_good(zofia, Choice.REMOVE)
        erasing.erase_due()
        assert counting.recount() == 0

    @pytest.mark.parametrize("choice", Choice)
    def test_are_done_with_after_a_crash_half_way(self, zofia, monkeypatch, choice):
        leave_for_good(zofia, choice)

        def crash(_member):
            raise RuntimeError

        with monkeypatch.context() as patched:
            patched.setattr(erasing, "_forget_account", crash)
            erasing.erase_due()
        assert not Erasure.objects.get().done_at
        for _ in range(2):
            tasks.erase_due()
        assert Erasure.objects.get().done_at
        assert not found_in_tables([NAME, EMAIL])


class TestOneRound:
    def test_that_is_cut_off_among_the_posts_tells_them_once(self, zofia, monkeypatch):
        leave_for_good(zofia)
        mail.outbox.clear()

        def crash(_parting):
            raise RuntimeError

        with monkeypatch.context() as patched:
            patched.setattr(parting, "PARTS", [*parting.PARTS, Part(erase=crash)])
            erasing.erase_due()
        erasing.erase_due()
        assert len(mail.outbox) == 1


class TestEraseDue:
    def test_waits_for_the_fortnight_to_pass(self, zofia):
        leaving.leave(zofia, choice=Choice.KEEP)
        Erasure.objects.update(due_at=timezone.now() + timedelta(seconds=5))
        erasing.erase_due()
        zofia.refresh_from_db()
        assert zofia.name == NAME

    def test_lets_nobody_come_back_afterwards(self, zofia):
        erasure = leave_for_good(zofia)
        token = leaving.undo_token(erasure)
        erasing.erase_due()
        zofia.refresh_from_db()
        with pytest.raises(LinkNoLongerWorks):
            leaving.come_back(zofia)
        with pytest.raises(LinkNoLongerWorks):
            leaving.read_undo_token(token)

    def test_keeps_nothing_personal_in_its_ledger(self, zofia):
        leave_for_good(zofia)
        erasing.erase_due()
        row = Erasure.objects.values().get()
        assert row.keys() == {
            *("id", "member_key", "joined_at", "choice", "asked_at", "due_at"),
            *("mailed_at", "done_at", "is_held"),
        }


class TestHolds:
    """What must be kept is kept, hidden like the rest, and the person is told why (L-43)."""

    @pytest.fixture
    def held(self, monkeypatch):
        things: list[Held] = []
        monkeypatch.setattr(holding, "HOLDERS", [lambda _member: things])
        return things

    def test_keep_one_post_and_nothing_else(self, zofia, held):
        kept, gone = Reply.objects.filter(author=zofia).order_by("pk")[:2]
        held.append(Held("forum.reply", kept.pk, "The police asked us to keep a reply of yours."))
        leave_for_good(zofia, Choice.REMOVE)
        mail.outbox.clear()
        erasing.erase_due()
        for reply in (kept, gone):
            reply.refresh_from_db()
        assert (kept.body, gone.body) == ("Another fox.", "")
        assert kept.is_withdrawn
        assert "The police asked us" in mail.outbox[0].body
        # What the held reply said before is held with it.
        found = {place.partition(".")[0] for place in found_in_tables([NAME, EMAIL])}
        assert found == {"forum_revision"}

    def test_let_go_in_the_end(self, zofia, held):
        kept = Reply.objects.filter(author=zofia)[0]
        held.append(Held("forum.reply", kept.pk, "A court order."))
        leave_for_good(zofia, Choice.REMOVE)
        erasing.erase_due()
        held.clear()
        erasing.erase_due()
        kept.refresh_from_db()
        assert kept.body == ""
        assert not Erasure.objects.get().is_held

    def test_of_an_account_only_hide_it(self, zofia, held, client):
        held.append(Held(ACCOUNT, zofia.pk, "The law makes us keep your account."))
        leave_for_good(zofia)
        mail.outbox.clear()
        for _ in range(2):
            erasing.erase_due()
        zofia.refresh_from_db()
        assert (zofia.email, zofia.shown_name) == (EMAIL, "Former member")
        assert client.get(f"/profile/{ADDRESS}").status_code == 404
        assert len(mail.outbox) == 1

    def test_are_told_of_when_somebody_asks(self, zofia, held):
        held.append(Held(ACCOUNT, zofia.pk, "The law makes us keep your account."))
        leaving.leave(zofia, choice=Choice.KEEP)
        mail.outbox.clear()
        tasks.mail_those_who_leave()
        assert "The law makes us keep your account." in mail.outbox[0].body


class TestTheArchive:
    def test_does_not_bring_them_back_when_it_is_imported_again(self, zofia):
        leave_for_good(zofia)
        erasing.erase_due()
        values = {"contributorName": OLD_NAME, "fullName": NAME, "email": EMAIL}
        again = Dated(timezone.now(), values)
        assert not keeping.fresh("members", [again], Report())

    def test_keeps_what_others_said(self, zofia):
        leave_for_good(zofia)
        erasing.erase_due()
        kept = LegacyObject.objects.get(file="discussions")
        assert kept.raw == {"id": "1", "contributorName": "", "comments": [{"by": ""}]}


class TestOthers:
    def test_lose_nothing(self, zofia, ben):
        discussion = make_discussion(author=ben, body="Ben’s own.")
        make_reply(discussion=discussion, author=ben)
        leave_for_good(zofia, Choice.REMOVE)
        erasing.erase_due()
        ben.refresh_from_db()
        assert (ben.name, ben.email) == ("Ben Okafor", "ben@example.org")
        assert client_is_signed_in(ben)
        assert discussion.replies.count() == 1


def client_is_signed_in(member) -> bool:
    browser = Client()
    browser.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    return browser.get("/settings").status_code == 200
