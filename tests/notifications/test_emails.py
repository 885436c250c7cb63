"""What a mail of news says, and its headers as a mail program reads them."""

import email
import re
from email import policy

import pytest
from django.db import connection

from forum import following, uploading
from forum.models import Discussion
from harringay import html
from notifications import assembling, delivery, sending
from notifications.models import Mail, Notification
from tests.factories import make_discussion, make_member, make_reply
from tests.harringay.drawing import plain

pytestmark = pytest.mark.django_db

# What Gmail and RFC 8058 ask for, and what threads and tells machines from people.
HEADERS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
}
HOSTILE = [
    "A title\r\nBcc: everybody@example.org",
    "A title\nwith a second line",
    "A line\u2028separator",
    "A nul\x00byte",
    "\u202eright to left\u202c",
    'Ünïcode – and “quotes” \\ " <brackets>',
    "x" * 10_000,
    "=?utf-8?q?x=0D=0ABcc:_evil@example.org=0D=0A=0D=0Abody?=",
    "=?utf-8?b?eA0KQmNjOiBldmlsQGV4YW1wbGUub3JnDQoNCmJvZHk=?=",
    "=?utf-7?q?x+AA0ACg-Bcc:_evil@example.org?=",
    "",
]


@pytest.fixture(autouse=True)
def _no_hold(settings):
    settings.MAIL_HOLD_SECONDS = 0
    settings.SITE_URL = "https://www.example.org"
    settings.SITE_HOST = "www.example.org"
    settings.REPLY_DOMAIN = ""


@pytest.fixture
def the_mail(asha, ben, mailoutbox):
    """The one mail that goes out when Ben answers Asha, parsed back."""

    def send(**reply):
        discussion = reply.pop("discussion", None) or make_discussion(author=asha)
        make_reply(discussion=discussion, author=ben, **reply)
        delivery.deliver_new_events()
        assembling.assemble_news()
        sending.send_due()
        (message,) = mailoutbox
        return email.message_from_bytes(message.as_bytes(), policy=policy.default)

    return send


def text_of(parsed, kind="plain"):
    return parsed.get_body((kind,)).get_content()


def storable(words):
    """As the database can hold them: PostgreSQL takes no NUL, and no more than 200 characters."""
    return words.replace("\x00", "")[:200] if connection.vendor == "postgresql" else words


class TestHeaders:
    def test_are_those_that_mail_programs_ask_for(self, the_mail):
        assert set(the_mail().keys()) == HEADERS

    def test_name_the_author_and_the_site(self, the_mail):
        parsed = the_mail()
        assert parsed["From"].addresses[0].display_name == "Ben Okafor (Harringay online)"
        assert parsed["To"] == "asha@example.org"
        assert parsed["Subject"] == "Re: Foxes on Wightman Road"

    def test_thread_the_mails_of_a_discussion(self, the_mail):
        parsed, discussion = the_mail(), Discussion.objects.get()
        assert parsed["Message-ID"] == f"<mail.{Mail.objects.get().pk}@www.example.org>"
        assert parsed["In-Reply-To"] == f"<discussion.{discussion.pk}@www.example.org>"
        assert parsed["References"] == parsed["In-Reply-To"]
        assert parsed["List-Id"] == (
            f'"{discussion.title}" <discussion-{discussion.pk}.www.example.org>'
        )

    def test_let_a_mail_program_stop_it_with_one_press(self, the_mail, client):
        parsed = the_mail()
        (way,) = re.findall(r"<https://www\.example\.org(/u/[^>]+)>", parsed["List-Unsubscribe"])
        assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert client.get(way).status_code == 200

    def test_let_one_answer_and_stop_by_mail_where_mail_comes_in(self, the_mail, settings):
        settings.REPLY_DOMAIN = "in.example.org"
        parsed = the_mail()
        assert re.fullmatch(r"r\+[a-z0-9-]+@in\.example\.org", parsed["Reply-To"])
        assert re.search(r"<mailto:u\+[a-z0-9-]+@in\.example\.org>", parsed["List-Unsubscribe"])

    @pytest.mark.parametrize("title", HOSTILE)
    def test_are_the_same_whatever_a_title_holds(self, the_mail, asha, title):
        discussion = make_discussion(author=asha)
        # As nobody can type it, but as an archive or SQL might bring it.
        Discussion.objects.filter(pk=discussion.pk).update(title=storable(title))
        parsed = the_mail(discussion=discussion)
        assert set(parsed.keys()) == HEADERS
        assert not parsed.defects
        assert len(parsed["Subject"]) <= 155
        for name, value in parsed.items():
            assert not re.search(r"[\r\n\u2028\x00\u202e]", value), name

    @pytest.mark.parametrize("name", HOSTILE[:-1])
    def test_are_the_same_whatever_a_name_holds(self, the_mail, ben, name):
        ben.name = storable(name[:60])
        ben.save()
        parsed = the_mail()
        assert set(parsed.keys()) == HEADERS
        assert len(parsed["From"].addresses) == 1


class TestWords:
    @pytest.mark.parametrize("kind", ["plain", "html"])
    def test_say_who_wrote_what_and_where_it_is(self, the_mail, kind):
        words = text_of(the_mail(body="I saw them too, by the railway."), kind)
        assert "Ben Okafor" in words
        assert "I saw them too, by the railway." in words
        reply = Notification.objects.get().event.reply
        assert reply
        assert f"https://www.example.org/forum/replies/{reply.pk}" in words

    @pytest.mark.parametrize("kind", ["plain", "html"])
    def test_say_why_they_come_and_how_to_stop_them(self, the_mail, kind):
        words = text_of(the_mail(), kind)
        assert "You are told because somebody answered you." in words
        assert "https://www.example.org/u/" in words
        assert "https://www.example.org/settings/notifications" in words

    def test_offer_to_follow_what_is_not_followed(self, the_mail, asha):
        discussion = make_discussion(author=asha)
        following.stop_following(discussion, member=asha)
        words = text_of(the_mail(discussion=discussion))
        assert (
            f"Follow this discussion: https://www.example.org{discussion.get_absolute_url()}"
            in (words)
        )

    def test_offer_to_stop_following_what_is(self, the_mail):
        assert "Stop following it, or stop such mail: https://www.example.org/u/" in text_of(
            the_mail()
        )

    def test_bring_a_long_text_only_in_part(self, the_mail):
        words = text_of(the_mail(body="many words " * 500))
        assert len(words) < 2000
        assert "…" in words

    def test_link_the_pictures_that_a_text_only_names(self, the_mail, ben, media_root):
        pictures = [
            uploading.take_picture(owner=ben, data=plain(), words=words)
            for words in ('A "fox"', "")
        ]
        lines = [html.pictures.line(each.key, each.name) for each in pictures]
        sent = the_mail(body="\n".join(["Look:", *lines]))
        fox, other = (
            f"https://www.example.org/media/pictures/{each.key}/640.webp" for each in pictures
        )
        assert f'Picture (A "fox"): {fox}' in text_of(sent)
        assert f"Picture: {other}" in text_of(sent)
        assert f'<a href="{fox}">Picture: A &quot;fox&quot;</a>' in text_of(sent, "html")

    def test_fetch_nothing_and_run_nothing(self, the_mail):
        source = text_of(the_mail(body="<script>alert(1)</script> <img src=x>"), "html")
        assert not re.search(r"<(?:img|script|link|iframe|form)\b|<[^>]* src=|url\(", source)
        assert "&lt;script&gt;" in source

    def test_of_those_who_are_told_alike_are_made_once_and_are_theirs(self, asha, mailoutbox):
        dora = make_member(address="dora")
        discussion = make_discussion(author=asha)
        following.follow(discussion, member=dora, level="now")
        make_reply(discussion=discussion)
        delivery.deliver_new_events()
        assembling.assemble_news()
        sending.send_due()
        tokens = {
            token for m in mailoutbox for token in re.findall(rb"/u/([a-z0-9-]+)>", m.as_bytes())
        }
        assert len(mailoutbox) == len(tokens) == 2
