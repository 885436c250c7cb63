"""A reader is told that nothing is new only when nothing is."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from forum import hiding
from forum.feeds import feed, validators
from forum.feeds.validators import Validators
from forum.models import Category, Discussion, SiteIdentity
from members.models import Member
from tests.factories import make_discussion, make_reply


def current() -> Validators:
    return validators.validators_of(feed.newest_discussions(), "rss")


class TestValidatorsOf:
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
        rss, atom = (
            validators.validators_of(feed.newest_discussions(), extension)
            for extension in ("rss", "atom")
        )
        assert rss.tag != atom.tag

    def test_of_an_empty_feed_stay(self, db):
        before = current()
        assert current() == before

    def test_have_another_date_after_a_change_in_the_same_second(self, db):
        discussion = make_discussion()
        before = current()
        make_reply(discussion=discussion)
        assert current().last_modified != before.last_modified
        assert current().changed_at - before.changed_at >= timedelta(seconds=1)
