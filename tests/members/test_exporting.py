"""A member's copy of their data: all of it, nobody else's, and gone after seven days."""

import json
import re
import tracemalloc
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from forum import editing, following, hiding
from members import chapters, export_files, exporting, muting, tasks
from members.models import Export
from notifications import delivery
from notifications.models import Bounce, Browser, Preference
from tests.factories import make_category, make_discussion, make_reply
from tests.members.views.test_settings import picture

pytestmark = pytest.mark.django_db

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


@pytest.fixture(autouse=True)
def exports(settings, tmp_path):
    settings.EXPORTS_ROOT = tmp_path / "exports"
    return settings.EXPORTS_ROOT


def made_for(member) -> zipfile.ZipFile:
    """What the worker makes for a member who asks."""
    export = exporting.ask_for(member)
    exporting.make_waiting()
    return zipfile.ZipFile(exporting.path_of(export))


def rows(archive, chapter):
    return json.loads(archive.read(f"{chapter}.json"))


def everything(archive):
    return "\n".join(
        archive.read(name).decode() for name in archive.namelist() if not name.endswith(".webp")
    )


class TestWhatIsInIt:
    def test_is_what_the_member_said_did_and_chose(self, asha, ben):
        asha.about = "Nurse."
        asha.save()
        discussion = make_discussion(title="Foxes", body="Three of them.", author=asha)
        make_reply(discussion=discussion, author=ben, body="Lovely.")
        editing.edit_discussion(
            discussion, by=asha, title="Foxes", body="Four.", body_format="text", tags=()
        )
        make_reply(discussion=discussion, author=asha, body="And a cub.")
        following.follow(make_category(name="Wildlife"), member=asha)
        delivery.deliver_new_events()
        Preference.objects.create(member=asha, edition="weekly", edition_chosen_at=timezone.now())

        archive = made_for(asha)
        assert rows(archive, "profile")[0]["about"] == "Nurse."
        assert rows(archive, "discussions")[0]["body"] == "Four."
        assert rows(archive, "edits")[0]["body"] == "Three of them."
        reply = rows(archive, "replies")[0]
        assert (reply["body"], reply["to"]) == ("And a cub.", "Foxes")
        assert [row["of_category"] for row in rows(archive, "follows")] == [None, "Wildlife"]
        assert rows(archive, "notifications")[0]["title"] == "Foxes"
        assert rows(archive, "notification-settings")[0]["edition"] == "weekly"
        assert rows(archive, "consents")[0]["given_at"]
        assert rows(archive, "signing-in")[0]["address"] == asha.email

    def test_says_in_which_browsers_they_are_told_and_not_how(self, asha):
        endpoint = "https://fcm.googleapis.com/fcm/send/a-key"
        Browser.objects.create(member=asha, name="Chrome on Android", endpoint=endpoint)
        archive = made_for(asha)
        (browser,) = rows(archive, "browsers")
        assert (browser["browser"], browser["service"]) == (
            "Chrome on Android",
            "fcm.googleapis.com",
        )
        assert "a-key" not in everything(archive)

    def test_is_whom_they_have_muted_and_not_who_has_muted_them(self, asha, ben):
        muting.mute(ben, by=asha)
        assert rows(made_for(asha), "muted")[0]["name"] == "Ben Okafor"
        assert "Asha" not in everything(made_for(ben))

    def test_can_be_read_without_any_program_but_a_browser(self, asha):
        make_discussion(title="Fish & chips", body="<b>Cod</b>\n\nHaddock", author=asha)
        archive = made_for(asha)
        index = archive.read("index.html").decode()
        for page in re.findall(r'href="([^"]+)"', index):
            assert page in archive.namelist()
        page = archive.read("discussions.html").decode()
        assert "<dd>Fish &amp; chips</dd>" in page
        assert "<p>&lt;b&gt;Cod&lt;/b&gt;</p>" in page

    def test_has_a_page_for_each_hundred_rows(self, asha):
        discussion = make_discussion(author=asha)
        for number in range(101):
            make_reply(discussion=discussion, author=asha, body=f"Fox {number}.")
        archive = made_for(asha)
        assert 'href="replies-2.html"' in archive.read("replies.html").decode()
        last = archive.read("replies-2.html").decode()
        assert "Fox 100." in last
        assert "replies-3.html" not in last
        assert len(rows(archive, "replies")) == 101

    def test_is_the_picture_too(self, asha, asha_client, media_root):
        asha_client.post("/settings/avatar", {"picture": picture()})
        assert made_for(asha).read("profile/picture.webp")[:4] == b"RIFF"

    def test_tells_where_one_is_signed_in(self, asha, client, settings):
        client.post(
            "/accounts/login/",
            {"login": asha.email, "password": "a quiet street with foxes"},
            REMOTE_ADDR="203.0.113.7",
        )
        assert rows(made_for(asha), "sessions")[0]["ip"] == "203.0.113.7"

    def test_is_nothing_of_anybody_else(self, asha, ben, mo, client_of, client):
        discussion = make_discussion(author=asha)
        make_reply(discussion=discussion, author=ben, body="Ben’s own words.")
        following.follow(discussion, member=ben)
        hiding.hide_reply(
            make_reply(discussion=discussion, author=asha), by=mo, reason="Ben told us."
        )
        Bounce.objects.create(member=ben, email=ben.email, is_hard=True, bounced_at=timezone.now())
        Preference.objects.create(member=ben, edition_chosen_at=timezone.now())
        password = {"login": ben.email, "password": "a quiet street with foxes"}
        client.post("/accounts/login/", password, REMOTE_ADDR="203.0.113.9")
        delivery.deliver_new_events()

        text = everything(made_for(asha))
        assert set(EMAIL.findall(text)) == {asha.email}
        assert "203.0.113.9" not in text
        assert "Ben" not in text

    def test_is_no_secret(self, asha):
        assert asha.password not in everything(made_for(asha))

    def test_takes_no_more_memory_for_many_replies_than_for_a_few(self, asha, exports):
        def rows_of(count):
            return lambda _key: ({"body": "fox " * 2500, "nth": n} for n in range(count))

        def peak(count):
            chapter = chapters.Chapter("replies", "Replies", rows_of(count))
            exports.mkdir(exist_ok=True)
            tracemalloc.start()
            export_files.write(asha.pk, [chapter], exports / "x.zip")
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return most

        peak(200)
        assert peak(2000) < 1.5 * peak(200)


class TestAskFor:
    def test_gives_the_same_while_it_is_fresh(self, asha):
        first = exporting.ask_for(asha)
        assert exporting.ask_for(asha) == first
        exporting.make_waiting()
        assert exporting.ask_for(asha) == first

    def test_gives_another_after_seven_days(self, asha):
        first = exporting.ask_for(asha)
        exporting.make_waiting()
        Export.objects.update(ready_at=timezone.now() - timedelta(days=7, seconds=1))
        assert exporting.ask_for(asha) != first
        assert not exporting.path_of(first).exists()


class TestMakeWaiting:
    def test_may_run_twice_and_writes_once(self, asha):
        export = exporting.ask_for(asha)
        for _ in range(2):
            tasks.make_exports()
        assert [message.to for message in mail.outbox] == [[asha.email]]
        export.refresh_from_db()
        assert export.is_ready

    def test_leaves_what_another_worker_is_busy_with(self, asha):
        export = exporting.ask_for(asha)
        Export.objects.update(claimed_at=timezone.now())
        exporting.make_waiting()
        assert not exporting.path_of(export).exists()

    def test_takes_over_from_a_worker_that_has_died(self, asha):
        export = exporting.ask_for(asha)
        Export.objects.update(claimed_at=timezone.now() - timedelta(minutes=31))
        exporting.make_waiting()
        assert exporting.path_of(export).exists()

    def test_shows_nothing_that_is_half_written_and_goes_on(self, asha, ben, monkeypatch):
        def broken(member_key):
            yield {"x": 1}
            if member_key == asha.pk:
                raise RuntimeError

        broken_chapter = chapters.Chapter("broken", "Broken", broken)
        monkeypatch.setattr(chapters, "CHAPTERS", [broken_chapter])
        hers, his = exporting.ask_for(asha), exporting.ask_for(ben)
        exporting.make_waiting()
        hers.refresh_from_db()
        assert not hers.is_ready
        assert not exporting.path_of(hers).exists()
        assert exporting.path_of(his).exists()

    def test_lets_nobody_else_on_the_machine_read_the_file(self, asha, exports):
        export = exporting.ask_for(asha)
        exporting.make_waiting()
        assert exporting.path_of(export).stat().st_mode & 0o077 == 0
        assert exports.stat().st_mode & 0o077 == 0


class TestDeleteOlderThan:
    def test_takes_the_file_away_with_the_row(self, asha, ben, exports):
        old, new = exporting.ask_for(asha), exporting.ask_for(ben)
        exporting.make_waiting()
        a_week_ago = timezone.now() - timedelta(days=7)
        Export.objects.filter(pk=old.pk).update(ready_at=a_week_ago - timedelta(seconds=1))
        for _ in range(2):
            exporting.delete_older_than(a_week_ago)
        assert list(exports.iterdir()) == [exporting.path_of(new)]
        assert Export.objects.get() == new

    def test_takes_away_what_a_crash_has_left(self, asha, exports):
        exports.mkdir()
        (exports / "left-behind.part").write_bytes(b"x")
        exporting.delete_older_than(timezone.now())
        assert not list(exports.iterdir())
