"""How an edition's mail reads, and its headers as a mail program reads them."""

import email
from datetime import timedelta
from email import policy

import pytest

from forum import following
from forum.models import Follow, Level
from notifications import addresses, delivery, editions
from notifications.addresses import Matter
from notifications.models import Edition, Mail, Preference, Rhythm
from tests.factories import make_notice
from tests.notifications.days import (
    MINUTE,
    SUNDAY,
    TUESDAY,
    WEDNESDAY,
    answered,
    before,
    evening_of,
    hour_of,
    started,
)
from tests.notifications.test_emails import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_a_week_in_march")]

BEFORE = before(TUESDAY)


@pytest.fixture(autouse=True)
def _at_home(settings):
    settings.SITE_URL = "https://www.example.org"
    settings.SITE_HOST = "www.example.org"
    settings.REPLY_DOMAIN = ""


@pytest.fixture
def ben_s(ben):
    """Starts discussions by somebody who wants no mail."""
    Preference.objects.create(member=ben, mail_stopped_at=BEFORE)

    def start(at=BEFORE, **fields):
        return started(at, author=ben, **fields)

    return start


@pytest.fixture
def the_mail(asha, mailoutbox):
    """The one mail that goes out at a day's hour, parsed back."""

    def send(day=TUESDAY):
        evening_of(day)
        (message,) = mailoutbox
        return email.message_from_bytes(message.as_bytes(), policy=policy.default)

    return send


def text_of(parsed, kind="plain"):
    return parsed.get_body((kind,)).get_content()


class TestHeaders:
    def test_name_the_day_and_what_is_in_it(self, ben_s, the_mail):
        for title in ("Foxes", "Bins", "Trees"):
            ben_s(title=title)
        assert the_mail()["Subject"] == "Tuesday’s edition: Foxes and 2 more"

    def test_name_the_one_discussion_that_is_in_it(self, ben_s, the_mail):
        ben_s(title="Foxes")
        assert the_mail()["Subject"] == "Tuesday’s edition: Foxes"

    def test_say_how_many_more_there_are_also_where_a_title_is_long(self, ben_s, the_mail):
        for _ in range(2):
            ben_s(title="word " * 39)
        assert the_mail()["Subject"].endswith("word… and 1 more")

    def test_are_of_a_list_of_its_own_that_one_press_stops(self, ben_s, asha, the_mail):
        ben_s()
        parsed = the_mail()
        assert "<daily-edition." in parsed["List-Id"]
        stop = addresses.unsubscribe_url(Matter(asha.pk, "daily"))
        assert parsed["List-Unsubscribe"] == f"<{stop}>"
        assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert parsed["Auto-Submitted"] == "auto-generated"
        assert parsed["From"].addresses[0].display_name == "Harringay online"
        assert parsed["In-Reply-To"] is None

    def test_of_the_week_stop_the_week(self, ben_s, asha, the_mail):
        Preference.objects.create(member=asha, edition=Rhythm.WEEKLY)
        ben_s(before(SUNDAY), title="Foxes")
        parsed = the_mail(SUNDAY)
        assert parsed["Subject"] == "The week’s edition: Foxes"
        assert addresses.unsubscribe_url(Matter(asha.pk, "weekly")) in parsed["List-Unsubscribe"]

    def test_of_what_one_follows_stop_all_of_that(self, ben_s, asha, ben, the_mail):
        Preference.objects.create(member=asha, edition=Rhythm.NEVER)
        discussion = ben_s(BEFORE - timedelta(days=9), title="Foxes")
        following.follow(discussion, member=asha, level=Level.EDITION)
        Follow.objects.update(followed_at=discussion.started_at)
        answered(discussion, BEFORE, author=ben)
        delivery.deliver_new_events()
        parsed = the_mail()
        assert parsed["Subject"] == "What you follow: Foxes"
        assert addresses.unsubscribe_url(Matter(asha.pk, "followed")) in parsed["List-Unsubscribe"]
        assert "daily-edition" not in parsed["List-Id"]
        assert text_of(parsed).startswith("What you follow\r\n")

    # PostgreSQL keeps no NUL.
    @pytest.mark.parametrize("title", [title for title in HOSTILE if "\0" not in title])
    def test_hold_whatever_people_write_in_one_line(self, ben_s, the_mail, title):
        discussion = ben_s()
        type(discussion).objects.filter(pk=discussion.pk).update(title=title[:200])
        parsed = the_mail()
        assert parsed["Bcc"] is None
        assert not parsed.defects
        assert not parsed["Subject"].defects
        assert parsed["Subject"].startswith("Tuesday’s edition")
        assert len(parsed["Subject"]) <= 150
        assert {"From", "To", "Subject", "List-Id", "Content-Type"} <= set(parsed.keys())


class TestText:
    def test_says_what_is_new_and_what_is_busy_and_where_it_ends(self, ben_s, ben, the_mail):
        busy = ben_s(BEFORE - timedelta(days=9), title="Bins")
        answered(busy, BEFORE, BEFORE + MINUTE, author=ben)
        foxes = ben_s(title="Foxes", body="Three of them & a cub.")
        make_notice(text="Street party", link="https://party.example", first_on=TUESDAY)
        text = text_of(the_mail())
        parts = [
            "Tuesday 17 March 2026 · No. 1",
            "NEW",
            "Foxes",
            f"Ben Okafor in {foxes.category.name}",
            "Three of them & a cub.",
            "https://www.example.org/forum/topics/foxes",
            "BUSY",
            "2 replies that day - started by Ben Okafor",
            "Notice: Street party",
            "https://party.example",
            "That is all for Tuesday.",
        ]
        places = [text.index(part) for part in parts]
        assert places == sorted(places)

    def test_begins_with_the_owner_s_word(self, ben_s, the_mail):
        Edition.objects.create(issued_on=TUESDAY, word="Mind the <ice>.")
        ben_s()
        parsed = the_mail()
        assert "Mind the <ice>." in text_of(parsed)
        assert "Mind the &lt;ice&gt;." in text_of(parsed, "html")

    def test_of_the_week_names_each_day(self, ben_s, asha, the_mail):
        Preference.objects.create(member=asha, edition=Rhythm.WEEKLY)
        Edition.objects.create(issued_on=TUESDAY, word="Mind the ice.")
        ben_s()
        ben_s(before(WEDNESDAY))
        for day in (TUESDAY, WEDNESDAY):
            editions.issue(day, now=hour_of(day))
        text = text_of(the_mail(SUNDAY))
        parts = [
            "Tuesday’s edition",
            "https://www.example.org/editions/2026-03-17",
            "Mind the ice.",
            "Wednesday’s edition",
            "That is all for this week.",
        ]
        places = [text.index(part) for part in parts]
        assert places == sorted(places)

    def test_is_of_lines_that_hold_no_mark_of_a_template(self, ben_s, the_mail):
        ben_s(title="100% %s %(title)s {{ title }}")
        parsed = the_mail()
        for kind in ("plain", "html"):
            text = text_of(parsed, kind)
            assert "100% %s %(title)s {{ title }}" in text
            assert "slot" not in text
            assert "{%" not in text


class TestHtml:
    def test_escapes_what_people_write(self, ben_s, the_mail):
        ben_s(title="<script>alert(1)</script>", body="<b>bold</b>")
        shown = text_of(the_mail(), "html")
        assert "&lt;script&gt;" in shown
        assert "<script" not in shown
        assert "<b>" not in shown

    def test_loads_nothing_and_says_all_that_the_text_says(self, ben_s, the_mail):
        ben_s(title="Foxes")
        shown = text_of(the_mail(), "html")
        assert "src=" not in shown
        assert "url(" not in shown
        for part in ("<h2>New</h2>", "Foxes", "That is all for Tuesday.", "/u/", "/editions/"):
            assert part in shown


def test_two_who_have_read_as_much_are_sent_the_same_words(ben_s, asha, mo, mailoutbox):
    ben_s()
    evening_of(TUESDAY)
    first, second = mailoutbox
    assert Mail.objects.sent().count() == 2
    assert first.to != second.to
    own = ("/u/", "To:", "Message-ID:", "List-Unsubscribe:", "boundary")

    def shared(message):
        lines = message.as_bytes().decode().replace("=\r\n", "").splitlines()
        return [line for line in lines if not any(part in line for part in own)]

    assert shared(first) == shared(second)
