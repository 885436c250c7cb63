"""A decision takes effect everywhere within the next request, and so does its undoing (L-19)."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory
from django.utils import timezone

from forum.feeds.urls import urlpatterns as feeds
from forum.models import Reply
from forum.moderation import deciding
from forum.moderation.models import Action
from notifications import delivery
from notifications.models import Notification, PassedOver
from tests.factories import (
    make_category,
    make_discussion,
    make_edition,
    make_member,
    make_reply,
)
from tests.forum.moderation.reported import decide, make_case
from tests.notifications.working import run, why_not

pytestmark = pytest.mark.django_db

WORD = "zanzibar"
TITLE = "Quokkas on Wightman Road"
FORMATS = ("rss", "atom", "json")
# When a feed was last changed never goes back (safety F-18), whatever stands in it.
CHANGED_AT = re.compile(rb"<lastBuildDate>.*?</lastBuildDate>|<updated>.*?</updated>")


@contextmanager
def _the_test_s_own_connection_stays() -> Iterator[None]:
    """A request ends with the connection's going back, as it does without a test around it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def _nobody_is_asked_to_wait(settings):
    """It asks for more feeds than anybody may."""
    settings.RATE_LIMITS = False


@pytest.fixture
def discussion(asha):
    category = make_category(name="Wildlife", slug="wildlife")
    return make_discussion(author=asha, category=category, title=TITLE, tags=["quokkas"])


@pytest.fixture
def reply(ben, discussion):
    make_reply(discussion=discussion, author=ben, body="A quiet one before it.")
    return make_reply(discussion=discussion, author=ben, body=f"They came from {WORD}.")


@pytest.fixture
def quoting(client_of, discussion, reply):
    """A neighbour's answer, by *Quote* and as the form gives it."""
    neighbour = client_of(make_member(name="Cleo Baptiste", address="cleo"))
    address = f"/forum/replies/{reply.pk}/reply"
    form = neighbour.get(f"{address}?quote=yes").context["form"]
    address = f"{discussion.get_absolute_url()}/replies"
    neighbour.post(address, {"parent": reply.pk, "body": f"{form['body'].value()}\nAre you sure?"})
    return Reply.objects.get(parent=reply)


def addresses(discussion) -> list[str]:
    """Wherever a visitor could come upon it."""
    topic = f"/forum/topics/{discussion.slug}"
    pages = [
        *("/", "/forum", "/forum/categories", "/forum/categories/wildlife", "/forum/tags/quokkas"),
        *(topic, f"{topic}?order=time", f"/search?q={WORD}", "/search?q=quokkas", "/activity"),
        *("/profile/ben", "/profile/ben/replies", "/profile/asha", "/profile/asha/discussions"),
        *("/profile/cleo", "/profile/cleo/replies"),
        *("/editions", f"/editions/{timezone.localdate()}", "/sitemap-discussions.xml"),
    ]
    keys = {"categories": ["wildlife"], "tags": ["quokkas"], "topics": [discussion.slug]}
    keys |= {"members": ["asha", "ben", "cleo"], "search": ["came"]}
    kinds = ["discussions", "replies", "activity", "editions"]
    kinds += [f"{kind}/{key}" for kind, found in keys.items() for key in found]
    return [*pages, *(f"/feeds/{kind}.{ending}" for kind in kinds for ending in FORMATS)]


def visit(address) -> tuple[str, bytes]:
    """As a visitor gets it from the running site, out of what is kept where it is kept."""
    from harringay.wsgi import application  # noqa: PLC0415  it starts what writes views down

    answers: list[str] = []

    def start_response(status: str, *_: object) -> Callable[[bytes], object]:
        answers.append(status)
        return lambda _more: None

    body = b"".join(application(RequestFactory().get(address).META, start_response))
    return answers[0], CHANGED_AT.sub(b"", body)


def visit_all(discussion) -> dict[str, tuple[str, bytes]]:
    with _the_test_s_own_connection_stays():
        return {address: visit(address) for address in addresses(discussion)}


def shows(found, word) -> set[str]:
    """Where a word stands, other than where the visitor has typed it themselves."""
    return {
        address
        for address, (_, body) in found.items()
        if word.encode() in body and address != f"/search?q={word}"
    }


def test_every_kind_of_feed_is_among_them(discussion):
    asked = set(addresses(discussion))
    kinds = {str(feed.pattern).partition(".")[0].partition("/<")[0] for feed in feeds}

    for kind in kinds - {"feeds", "feeds/all"}:
        assert any(address.startswith(f"/{kind}") for address in asked), kind


def test_a_hidden_reply_is_nowhere_and_undone_it_is_back_byte_for_byte(
    mo, discussion, reply, quoting
):
    make_edition(timezone.localdate(), discussion)
    before = visit_all(discussion)
    assert len(shows(before, WORD)) > 10
    assert "/profile/cleo/replies" in shows(before, WORD)
    assert quoting.get_absolute_url().encode() in before[f"/search?q={WORD}"][1]

    decision = decide(make_case(reply), Action.HIDE, by=mo)
    hidden = visit_all(discussion)
    assert shows(hidden, WORD) == set()
    assert quoting.get_absolute_url().encode() not in hidden[f"/search?q={WORD}"][1]
    assert "/profile/cleo/replies" in shows(hidden, "Are you sure?")

    deciding.undo(decision, by=mo)
    assert visit_all(discussion) == before


def test_a_hidden_discussion_is_nowhere_and_undone_it_is_back(mo, discussion, reply):
    make_edition(timezone.localdate(), discussion)
    before = visit_all(discussion)
    assert len(shows(before, "Quokkas on")) > 10

    decision = decide(make_case(discussion), Action.HIDE, by=mo)
    hidden = visit_all(discussion)
    assert shows(hidden, "Quokkas on") == set()
    assert shows(hidden, WORD) == set()
    assert hidden[discussion.get_absolute_url()][0].startswith("404")

    deciding.undo(decision, by=mo)
    assert visit_all(discussion) == before


def test_a_mail_that_waits_with_it_is_dropped(mo, asha, reply, settings, mailoutbox):
    delivery.deliver_new_events()
    assert Notification.objects.filter(recipient=asha).exists()

    decide(make_case(reply), Action.HIDE, by=mo)
    settings.MAIL_HOLD_SECONDS = 0
    Notification.objects.update(due_at=timezone.now())
    run()

    (mail,) = mailoutbox
    assert b"A quiet one before it." in mail.content
    assert WORD.encode() not in mail.content
    assert why_not(asha) == PassedOver.HIDDEN


def test_a_mail_that_waits_with_a_copy_goes_without_it(mo, reply, quoting, settings, mailoutbox):
    delivery.deliver_new_events()
    decide(make_case(reply), Action.HIDE, by=mo)
    settings.MAIL_HOLD_SECONDS = 0
    Notification.objects.update(due_at=timezone.now())
    run()

    mails = [mail.content for mail in mailoutbox]
    assert any(b"Are you sure?" in content for content in mails)
    assert not any(WORD.encode() in content for content in mails)
