"""Every kind of change to what visitors see shows on the very next request."""

import re
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from forum import (
    closing,
    counting,
    demoing,
    editing,
    featuring,
    hiding,
    moving,
    pinning,
    recleaning,
    tagging,
)
from forum import withdrawing as taking_back
from forum.models import Category, Discussion, Event, Page, Reply, ReplyPage, SiteIdentity, Tag
from harringay import html
from members import addressing, avatars, describing
from members.models import AVATAR_LARGE, AVATAR_SMALL, Member
from tests.factories import make_category, make_discussion, make_member, make_reply
from tests.forum.archive.moving_in import move_in
from tests.harringay.middleware.kept_addresses import TOPIC, neighbourhood

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]

PICTURES = {AVATAR_LARGE: b"", AVATAR_SMALL: b""}


@pytest.fixture
def here(asha, ben, mo):
    return neighbourhood(asha, ben, mo)


def set_site(**values):
    return lambda here: SiteIdentity.objects.update(**values)


def set_category(**values):
    return lambda here: Category.objects.filter(pk=here.category.pk).update(**values)


def set_discussion(**values):
    return lambda here: Discussion.objects.filter(pk=here.discussion.pk).update(**values)


def set_member(**values):
    return lambda here: Member.objects.filter(pk=here.asha.pk).update(**values)


def set_page(**values):
    return lambda here: Page.objects.filter(pk=here.page.pk).update(**values)


def reword(here):
    """As members do, within the first minutes."""
    editing.edit_discussion(
        here.discussion,
        by=here.asha,
        title="Foxes and badgers",
        body="Four",
        body_format="text",
        tags=["urban", "wild life"],
    )


def untag(here):
    editing.edit_discussion(
        here.discussion,
        by=here.asha,
        title="Foxes",
        body=here.discussion.body,
        body_format="text",
        tags=["urban"],
    )


def clean_worse(here):
    """What an older cleaner had left behind."""
    Reply.objects.update(body_html="<p>As it was</p>", html_version=html.VERSION - 1)


def miscount(here):
    Discussion.objects.update(reply_count=F("reply_count") + 4000)


def remove_demo(here):
    set_member(is_demo=True)(here)
    demoing.remove_demo()


# An address, and steps each of which must show there.
KINDS: dict[str, tuple[Any, ...]] = {
    "a reply": (TOPIC, lambda here: make_reply(discussion=here.discussion)),
    "a reply, in time order": (
        f"{TOPIC}?order=time&page=2",
        lambda here: make_reply(discussion=here.discussion),
    ),
    "a reply, to a search": (
        "/search?q=unheard",
        lambda here: make_reply(discussion=here.discussion, body="Unheard of"),
    ),
    "a reply hidden, from a search": (
        "/search?q=where",
        lambda here: hiding.hide_reply(here.last, by=here.mo),
    ),
    "an answer": (TOPIC, lambda here: make_reply(parent=here.first)),
    "a reply's editing": (
        TOPIC,
        lambda here: editing.edit_reply(here.first, by=here.ben, body="Ten", body_format="text"),
    ),
    "a reply taken back": (TOPIC, lambda here: taking_back.withdraw_reply(here.last, by=here.asha)),
    "a reply hidden and restored": (
        TOPIC,
        lambda here: hiding.hide_reply(here.first, by=here.mo),
        lambda here: hiding.restore_reply(here.first, by=here.mo),
    ),
    "a reply hidden, in a feed": (
        "/feeds/replies.rss",
        lambda here: hiding.hide_reply(here.last, by=here.mo),
    ),
    "a discussion": ("/forum", lambda here: make_discussion(category=here.category)),
    "a discussion, in its category": (
        "/forum/categories",
        lambda here: make_discussion(category=here.category),
    ),
    "a discussion's editing": (TOPIC, reword),
    "a discussion taken back": (
        TOPIC,
        lambda here: taking_back.withdraw_discussion(here.discussion, by=here.asha),
    ),
    "a discussion hidden and restored": (
        "/forum",
        lambda here: hiding.hide_discussion(here.discussion, by=here.mo),
        lambda here: hiding.restore_discussion(here.discussion, by=here.mo),
    ),
    "closing and reopening": (
        TOPIC,
        lambda here: closing.close(here.discussion, by=here.mo),
        lambda here: closing.reopen(here.discussion, by=here.mo),
    ),
    "pinning and unpinning": (
        "/",
        lambda here: pinning.pin(here.discussion, by=here.mo),
        lambda here: pinning.unpin(here.discussion, by=here.mo),
    ),
    "featuring no more and again": (
        "/forum?sort=featured",
        lambda here: featuring.unfeature(here.discussion, by=here.mo),
        lambda here: featuring.feature(here.discussion, by=here.mo),
    ),
    "moving": (
        "/forum/categories/wildlife",
        lambda here: moving.move(here.discussion, to=make_category(name="Park"), by=here.mo),
    ),
    "a tag's new name": (
        "/forum/tags",
        lambda here: tagging.rename(here.tag, to="Urban life", by=here.mo),
    ),
    "a tag merged into another": (
        TOPIC,
        lambda here: tagging.merge(here.tag, into=Tag.objects.get(slug="wild-life"), by=here.mo),
    ),
    "a tag taken off": ("/forum/tags/wild-life", untag),
    "a category's name and words": (
        "/forum/categories",
        set_category(name="Nature"),
        set_category(description="Fur and feathers"),
    ),
    "a category's place": (
        "/",
        lambda here: make_category(name="Park", position=50),
        set_category(position=1),
    ),
    "a category hidden and shown": (
        "/forum",
        set_category(hidden_at=timezone.now()),
        set_category(hidden_at=None),
    ),
    "a member's name": (
        TOPIC,
        lambda here: describing.describe(member=here.ben, name="Benedict", area="", about=""),
    ),
    "a member's address": (
        "/activity",
        lambda here: addressing.move(here.asha, "a"),
    ),
    "a member's picture, and none": (
        TOPIC,
        lambda here: avatars.keep(member=here.asha, drawn=PICTURES),
        lambda here: avatars.remove(member=here.asha),
    ),
    "a member who leaves": (TOPIC, set_member(left_at=timezone.now())),
    "the site's name": ("/", set_site(name="Harringay anew")),
    "the site's tagline": ("/", set_site(tagline="So good")),
    "whose site it is": (
        TOPIC,
        set_site(creator_name="Orla"),
        lambda here: SiteIdentity.objects.update(creator=here.mo),
    ),
    "who looks after it": (TOPIC, set_site(about="Neighbours")),
    "the address to write to": ("/contact", set_site(contact_email="us@example.org")),
    "the advertising slot": (TOPIC, set_site(advertising_html="<p>Fish</p>")),
    "the old site's host": (
        "/feeds/topics/foxes.rss",
        set_discussion(legacy_id="1:Topic:9"),
        set_site(legacy_host="old.example.org"),
    ),
    "the owner's page": (
        "/page/visiting",
        set_page(title="Getting here"),
        set_page(body_html="<p>By bus.</p>"),
        set_page(hidden_at=timezone.now()),
    ),
    "an old site moving in": ("/forum", lambda here: move_in()),
    "a demo moving out": (TOPIC, remove_demo),
    "cleaning again": (TOPIC, clean_worse, lambda here: recleaning.reclean()),
    "counting again": ("/forum", miscount, lambda here: counting.recount()),
    "another way to cut pages": (
        f"{TOPIC}?page=2",
        lambda here: ReplyPage.objects.update(first_path=here.first.path),
    ),
    "an event forgotten": ("/activity", lambda here: Event.objects.all()[0].delete()),
    "rows deleted outright": (TOPIC, lambda here: Reply.objects.filter(pk=here.last.pk).delete()),
}


def read(client, address):
    """A page, but for the tokens of its forms."""
    return re.sub(r'value="[\w-]+"', "", client.get(address).text)


class TestEveryChange:
    @pytest.mark.parametrize("kind", KINDS)
    def test_shows_on_the_very_next_request(self, client, here, django_assert_num_queries, kind):
        address, *steps = KINDS[kind]
        for step in steps:
            client.get(address)
            with django_assert_num_queries(1):
                before = client.get(address).text
            step(here)
            assert client.get(address).text != before

    @pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind][0].startswith(TOPIC)])
    def test_shows_on_a_member_s_very_next_request(self, here, kind):
        wendy = Client()
        wendy.force_login(make_member(name="Wendy", email="wendy@example.org"))
        address, *steps = KINDS[kind]
        for step in steps:
            # The first time, all is new to her.
            read(wendy, address)
            before = read(wendy, address)
            assert read(wendy, address) == before
            step(here)
            assert read(wendy, address) != before

    @pytest.mark.parametrize(
        "address", ["/", "/forum", "/activity", "/forum/categories", "/feeds/discussions.rss"]
    )
    def test_shows_in_every_list(self, client, here, address):
        before = client.get(address).text
        make_discussion(title="Bins", category=here.category)
        assert client.get(address).text != before
