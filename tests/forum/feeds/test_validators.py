"""A reader is told that nothing is new only when nothing is."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from forum import hiding
from forum.feeds import feed, validators
from forum.feeds.validators import Validators
from forum.models import Category, Discussion, SiteIdentity
from members.models import Member
from tests.factories import make_discussion, make_reply


def current() -> Validators:
    return validators.validators_of(feed.newest_discussions(), "rss")


def knows(made: Validators, **headers: str) -> bool:
    return validators.is_known(RequestFactory().get("/", headers=headers), made)


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


class TestIsKnown:
    @pytest.mark.parametrize(
        "header",
        ['W/"{}"', '"{}"', "{}", '"{}-gzip"', 'W/"{}-gzip"', '"other", W/"{}"', "*"],
    )
    def test_by_its_tag_however_that_is_written(self, db, header):
        made = current()
        assert knows(made, if_none_match=header.format(made.tag))

    @pytest.mark.parametrize("header", ["", '"', ",,", 'W/"', '"other"', "é", '"a" "b"'])
    def test_not_by_another_tag_or_none(self, db, header):
        assert not knows(current(), if_none_match=header)

    def test_a_wrong_tag_outweighs_the_right_date(self, db):
        made = current()
        assert not knows(made, if_none_match='"other"', if_modified_since=made.last_modified)

    def test_by_the_date_it_was_given(self, db):
        made = current()
        assert knows(made, if_modified_since=made.last_modified)

    @pytest.mark.parametrize(
        "header",
        ["Wed, 01 Jan 1800 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT", "yesterday", ""],
    )
    def test_not_by_another_date(self, db, header):
        assert not knows(current(), if_modified_since=header)

    def test_not_by_a_date_of_the_same_second_as_a_change(self, db):
        discussion = make_discussion()
        before = current()
        make_reply(discussion=discussion)
        assert not knows(current(), if_modified_since=before.last_modified)
        assert current().changed_at - before.changed_at >= timedelta(seconds=1)
