"""A reader is told that nothing is new only when nothing is."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from forum import changes, hiding
from forum.feeds import feed, validators
from forum.feeds.validators import Validators
from forum.feeds.words import of_words
from forum.models import Category, Discussion, SiteIdentity
from members.models import Member
from tests.factories import make_discussion, make_reply


def current(extension: str = "rss") -> Validators:
    return validators.of(feed.newest_discussions(), extension, version=changes.version())


def known() -> Validators | None:
    return validators.known_at("/feeds/discussions.rss", "rss", version=changes.version())


def words() -> feed.Feed:
    return of_words("foxes")


class TestOf:
    def test_are_the_same_while_nothing_changes(self, db):
        make_discussion()
        assert current() == current()

    def test_name_the_same_tag_after_a_restart(self, db):
        make_discussion()
        before = current()
        cache.clear()
        assert current().tag == before.tag

    @pytest.mark.parametrize(
        "change",
        [
            lambda: Discussion.objects.update(title="Badgers"),
            lambda: Discussion.objects.update(body_html="<p>Badgers</p>"),
            lambda: Discussion.objects.update(reply_count=5),
            lambda: Member.objects.update(name="Wendy Brown"),
            lambda: Category.objects.update(name="Wildlife"),
            lambda: SiteIdentity.objects.update_or_create(pk=1, defaults={"name": "N4"}),
        ],
        ids=["title", "body", "replies", "author", "category", "site"],
    )
    def test_change_with_anything_that_shows(self, db, change):
        make_discussion()
        before = current()
        change()
        assert current().tag != before.tag
        assert current().changed_at > before.changed_at

    def test_do_not_change_with_a_view(self, db):
        make_discussion()
        before = current()
        Discussion.objects.update(view_count=99)
        assert current() == before

    def test_move_on_when_something_is_hidden_and_when_it_is_put_back(self, mo):
        discussion = make_discussion()
        shown = current()
        hiding.hide_discussion(discussion, by=mo)
        hidden = current()
        hiding.restore_discussion(discussion, by=mo)
        assert shown.changed_at < hidden.changed_at < current().changed_at

    def test_differ_between_formats_in_the_tag_only(self, db):
        rss, atom = current("rss"), current("atom")
        assert rss.tag != atom.tag
        assert rss.changed_at == atom.changed_at

    def test_of_an_empty_feed_stay(self, db):
        before = current()
        assert current() == before

    def test_have_another_date_after_a_change_in_the_same_second(self, db):
        discussion = make_discussion()
        before = current()
        make_reply(discussion=discussion)
        assert current().last_modified != before.last_modified
        assert current().changed_at - before.changed_at >= timedelta(seconds=1)


class TestKnownAt:
    def test_gives_what_was_stored_without_a_feed(self, db, django_assert_num_queries):
        stored, version = current(), changes.version()
        with django_assert_num_queries(0):
            found = validators.known_at("/feeds/discussions.rss", "rss", version=version)
        assert found == stored

    def test_serves_all_formats_once_one_was_made(self, db):
        stored = current("atom")
        found = known()
        assert found
        assert found.last_modified == stored.last_modified

    def test_gives_nothing_after_any_change(self, db):
        current()
        make_discussion()
        assert known() is None

    @pytest.mark.parametrize("url", ["https://new.example.org", "http://127.0.0.1:8001"])
    def test_gives_nothing_where_the_site_is_elsewhere(self, db, settings, url):
        current()
        settings.SITE_URL = url
        assert known() is None

    def test_gives_nothing_while_there_is_no_version(self, db):
        validators.of(feed.newest_discussions(), "rss", version="")
        assert validators.known_at("/feeds/discussions.rss", "rss", version="") is None


class TestHowLong:
    @pytest.mark.parametrize(("make", "days"), [(feed.newest_discussions, 180), (words, 1)])
    def test_is_a_day_for_what_anybody_can_think_up(self, db, monkeypatch, make, days):
        stored = []
        monkeypatch.setattr(cache, "set", lambda *_args, timeout: stored.append(timeout))
        validators.of(make(), "rss", version="1")
        assert stored == [days * 24 * 3600]
