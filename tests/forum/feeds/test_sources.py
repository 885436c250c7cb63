"""Whether a feed has changed is told from its rows alone, and never wrongly."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, models, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import changes, featuring, hiding
from forum.feeds import feed, validators, words
from forum.models import (
    Category,
    Discussion,
    DiscussionTag,
    Event,
    Reply,
    SiteIdentity,
    Tag,
)
from harringay import kept_pages
from members.models import Member
from notifications import feeds as edition_feed
from notifications.models import Edition, EditionItem
from tests.factories import make_category, make_discussion, make_edition, make_reply
from tests.notifications.days import TUESDAY, WEDNESDAY

pytestmark = pytest.mark.django_db

FEEDS = {
    "discussions": feed.newest_discussions,
    "replies": feed.newest_replies,
    "activity": feed.activity,
    "category": lambda: feed.of_category("wildlife"),
    "tag": lambda: feed.of_tag("foxes"),
    "member": lambda: feed.of_member("ben"),
    "discussion": lambda: feed.of_discussion("foxes"),
    "words": lambda: words.of_words("foxes"),
    "notifications:edition_feed": edition_feed.editions,
}
MODELS: list[Any] = [
    *(Category, Discussion, DiscussionTag, Event, Member, Reply, SiteIdentity, Tag),
    *(Edition, EditionItem),
]
COLUMNS = [
    (model, field)
    for model in MODELS
    for field in model._meta.local_concrete_fields
    if not field.primary_key and field.column not in changes.WATCHED[model._meta.label_lower]
]

OTHERS: dict[Any, Callable[[Any], Any]] = {
    models.UUIDField: lambda _old: uuid4(),
    models.DateTimeField: lambda old: old - timedelta(days=400) if old else timezone.now(),
    models.DateField: lambda old: old - timedelta(days=400) if old else timezone.localdate(),
    models.BooleanField: lambda old: not old,
    models.IntegerField: lambda old: (old or 0) + 1000,
}


@pytest.fixture
def foxes(asha, ben, mo):
    """Two discussions in the same places; in one of them a reply, its answer, and one hidden."""
    category = make_category(name="Wildlife", slug="wildlife")
    foxes = make_discussion(title="Foxes", author=ben, category=category, tags=["foxes"])
    reply = make_reply(discussion=foxes, author=asha)
    make_reply(parent=reply, author=ben)
    hiding.hide_reply(make_reply(discussion=foxes, author=ben), by=mo)
    other = make_discussion(title="Cubs", author=asha, category=category, tags=["foxes"])
    hiding.hide_discussion(make_discussion(title="Bins", author=ben, category=category), by=mo)
    featuring.feature(other, by=mo)
    make_reply(discussion=other, author=ben, body="Foxes too")
    make_edition(TUESDAY, foxes, word="Mind the ice.")
    make_edition(WEDNESDAY, other)
    return foxes


def read(name):
    """The hash of a feed's sources, and what it says; nothing where it is not there."""
    try:
        made = FEEDS[name]()
    except Http404:
        return None
    return made.sources, repr(made)


def another(field, old):
    """A value that a column can have, and has not."""
    if isinstance(field, models.ForeignKey):
        keys = (
            field.related_model._default_manager.exclude(pk=old)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        return keys.last() or (None if field.null else old)
    if field.choices:
        return next(value for value, _name in field.choices if value != old)
    for kind, make in OTHERS.items():
        if isinstance(field, kind):
            return make(old)
    return f"{old or ''}x"[-(field.max_length or 10_000) :]


class TestOf:
    @pytest.mark.parametrize(("model", "field"), COLUMNS, ids=str)
    def test_is_another_whenever_a_feed_is(self, foxes, model, field):
        before = {name: read(name) for name in FEEDS}
        first, *others = model.objects.order_by("pk").values_list("pk", field.attname)
        for key, old in (first, *others[:1], *others[-1:]):
            with transaction.atomic():
                change(model, key, field, another(field, old))
                after = {name: read(name) for name in FEEDS}
                transaction.set_rollback(True)
            for name, (known, said) in before.items():
                if after[name] and after[name][1] != said:
                    assert after[name][0] != known, f"{name} is another with {field}"

    @pytest.mark.parametrize("name", FEEDS)
    def test_is_the_same_without_the_feed(self, foxes, name):
        made = FEEDS[name]()
        assert made.sources
        with queries() as said:
            assert asked(name, made) == (made.sources, made.version)
        assert len(said) == 1

    @pytest.mark.parametrize("name", [name for name in FEEDS if "edition" not in name])
    def test_is_another_with_a_new_reply_and_without_it_what_it_was(self, foxes, name, ben):
        known, said = read(name)
        with transaction.atomic():
            make_reply(discussion=foxes, author=ben)
            now, says = read(name)
            transaction.set_rollback(True)
        assert says != said
        assert now != known
        assert read(name)[0] == known


@contextmanager
def queries():
    """What is asked, but for the savepoint of a search in a test's own transaction."""
    said: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield said
    told = [query["sql"] for query in captured.captured_queries]
    said += [sql for sql in told if not sql.startswith(("SAVEPOINT", "RELEASE"))]


def asked(name, made):
    subject = [made.channel.subject] if made.channel.subject else []
    beside = validators.SOURCES[name].ask(*subject)
    return beside.sources, beside.version


def change(model, key, field, value):
    model.objects.filter(pk=key).update(**{field.attname: value})


ADDRESSES = {
    "category": "categories/wildlife",
    "tag": "tags/foxes",
    "member": "members/ben",
    "discussion": "topics/foxes",
    "words": "search/foxes",
    "words of two kinds": "search/foxes%20-bins",
    "editions": "editions",
}


class TestAfterAChangeElsewhere:
    @pytest.fixture
    def known(self, client, foxes):
        """What a reader has of a feed that was made once."""

        def once(name, extension="rss"):
            first = client.get(f"/feeds/{ADDRESSES[name]}.{extension}")
            something_else()
            return first

        return once

    @pytest.mark.parametrize("name", ADDRESSES)
    @pytest.mark.parametrize(
        ("header", "of_what"), [("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")]
    )
    def test_nothing_new_costs_two_queries_and_makes_no_feed(
        self, client, known, monkeypatch, name, header, of_what
    ):
        first = known(name)
        monkeypatch.setattr("forum.feeds.feed.made_of", None)
        with queries() as first_time:
            again = client.get(f"/feeds/{ADDRESSES[name]}.rss", headers={header: first[of_what]})
        assert again.status_code == 304
        assert (again["ETag"], again["Last-Modified"]) == (first["ETag"], first["Last-Modified"])
        with queries() as next_time:
            client.get(f"/feeds/{ADDRESSES[name]}.rss", headers={header: first[of_what]})
        assert (len(first_time), len(next_time)) == (2, 1)

    @pytest.mark.parametrize("name", ADDRESSES)
    def test_what_shows_is_told_at_once(self, client, known, ben, name):
        first = known(name)
        Member.objects.update(name="Wendy")
        asked = {"If-Modified-Since": first["Last-Modified"]}
        again = client.get(f"/feeds/{ADDRESSES[name]}.rss", headers=asked)
        assert again.status_code == 200
        assert again["ETag"] != first["ETag"]

    def test_what_was_hidden_and_put_back_unseen_is_told_as_it_is(self, client, known, foxes, mo):
        first = known("discussion", "json")
        reply = foxes.replies.order_by("pk").first()
        asked = {"If-None-Match": first["ETag"]}
        hiding.hide_reply(reply, by=mo)
        hidden = client.get("/feeds/topics/foxes.json", headers=asked)
        assert len(hidden.json()["items"]) == 1
        hiding.restore_reply(reply, by=mo)
        back = client.get("/feeds/topics/foxes.json", headers={"If-None-Match": hidden["ETag"]})
        assert len(back.json()["items"]) == 2

    @pytest.mark.parametrize("name", ["replies", "words", "notifications:edition_feed"])
    def test_what_changed_while_it_was_made_is_told_later(self, client, foxes, monkeypatch, name):
        path = FEEDS[name]().path("rss")
        ask = validators.SOURCES[name].ask

        def change(of):
            Discussion.objects.update(title=of, body_html=f"<p>{of} foxes</p>")
            Reply.objects.update(body_html=f"<p>{of} foxes</p>")

        def and_change(*about):
            change("Badgers")
            found = ask(*about)
            change("Bats")
            return found

        with monkeypatch.context() as patched:
            patched.setattr(validators.SOURCES[name], "ask", and_change)
            first = client.get(path)
        change("Badgers")
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, "Badgers" in again.text) == (200, True)


def something_else():
    """A change of the site that no feed of these tells of, in a process that keeps no page."""
    make_reply(discussion=make_discussion(title="Bins"))
    kept_pages.shelf.clear()
