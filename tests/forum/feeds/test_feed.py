"""Each feed holds the newest of what everyone may read, and nothing else."""

import pytest
from django.http import Http404
from django.utils import timezone

from forum import featuring, hiding, withdrawing
from forum.feeds import feed
from forum.models import LegacyAddress
from members.models import Member
from tests.factories import make_category, make_discussion, make_member, make_reply


def titles(made: feed.Feed) -> list[str]:
    return [item.title for item in made.items]


def texts(made: feed.Feed) -> list[str]:
    return [item.summary for item in made.items]


class TestNewestDiscussions:
    def test_come_newest_first(self, db):
        make_discussion(title="Foxes")
        make_discussion(title="Bins")
        assert titles(feed.newest_discussions()) == ["Bins", "Foxes"]

    def test_are_thirty_at_most(self, asha):
        category = make_category()
        for number in range(31):
            make_discussion(title=f"Fox {number}", author=asha, category=category)
        assert len(feed.newest_discussions().items) == 30

    def test_leave_out_what_is_hidden_and_take_it_back_unchanged(self, mo):
        discussion = make_discussion()
        before = feed.newest_discussions()
        hiding.hide_discussion(discussion, by=mo)
        assert not feed.newest_discussions().items
        hiding.restore_discussion(discussion, by=mo)
        assert feed.newest_discussions() == before

    def test_leave_out_words_taken_back_though_they_were_answered(self, asha):
        discussion = make_discussion(author=asha)
        make_reply(discussion=discussion)
        withdrawing.withdraw_discussion(discussion, by=asha)
        assert not feed.newest_discussions().items

    def test_leave_out_a_hidden_category(self, db):
        discussion = make_discussion()
        make_reply(discussion=discussion)
        type(discussion.category).objects.update(hidden_at=timezone.now())
        made = [feed.newest_discussions(), feed.newest_replies(), feed.activity()]
        assert not [item for each in made for item in each.items]

    def test_of_thirty_take_two_queries(self, asha, django_assert_num_queries):
        category = make_category()
        for number in range(30):
            make_discussion(title=f"Fox {number}", author=asha, category=category, tags=["Foxes"])
        with django_assert_num_queries(2):
            feed.newest_discussions()


class TestNewestReplies:
    def test_leave_out_hidden_and_withdrawn_ones(self, asha, mo):
        make_reply(body="Stays")
        hiding.hide_reply(make_reply(body="Hidden"), by=mo)
        withdrawing.withdraw_reply(make_reply(body="Withdrawn", author=asha), by=asha)
        assert texts(feed.newest_replies()) == ["Stays"]

    def test_leave_out_those_of_a_hidden_discussion(self, mo):
        reply = make_reply()
        hiding.hide_discussion(reply.discussion, by=mo)
        assert not feed.newest_replies().items

    def test_take_two_queries(self, db, django_assert_num_queries):
        for _ in range(3):
            make_reply(parent=make_reply())
        with django_assert_num_queries(2):
            feed.newest_replies()


class TestActivity:
    def test_tells_what_was_started_answered_and_featured(self, ben, mo):
        discussion = make_discussion(title="Foxes")
        make_reply(discussion=discussion, author=ben)
        featuring.feature(discussion, by=mo)
        assert titles(feed.activity()) == [
            "Featured: Foxes",
            "Ben Okafor replied to Foxes",
            "Foxes",
        ]

    def test_takes_two_queries(self, db, django_assert_num_queries):
        for _ in range(3):
            make_reply(parent=make_reply())
        with django_assert_num_queries(2):
            feed.activity()


class TestOfCategory:
    def test_holds_its_own_discussions(self, db):
        make_discussion(title="Elsewhere")
        category = make_discussion(title="Here").category
        assert titles(feed.of_category(category.slug)) == ["Here"]

    def test_is_not_there_for_a_hidden_one(self, db):
        category = make_category(hidden_at=timezone.now())
        with pytest.raises(Http404):
            feed.of_category(category.slug)


class TestOfTag:
    def test_holds_what_bears_the_tag(self, db):
        make_discussion(title="Untagged")
        make_discussion(title="Tagged", tags=["Lost cats"])
        assert titles(feed.of_tag("lost-cats")) == ["Tagged"]


class TestOfDiscussion:
    def test_holds_its_replies(self, db):
        reply = make_reply(body="Seen at noon")
        make_reply(body="In another discussion")
        assert texts(feed.of_discussion(reply.discussion.slug)) == ["Seen at noon"]

    def test_is_empty_where_nobody_has_replied(self, db):
        assert not feed.of_discussion(make_discussion().slug).items

    def test_is_found_by_the_slug_it_had(self, db):
        discussion = make_discussion()
        LegacyAddress.objects.create(path="/forum/topics/fox-es", discussion=discussion)
        assert feed.of_discussion("Fox-es").channel.key == discussion.slug

    def test_is_not_there_for_a_hidden_one_by_any_slug(self, mo):
        discussion = make_discussion()
        LegacyAddress.objects.create(path="/forum/topics/fox-es", discussion=discussion)
        hiding.hide_discussion(discussion, by=mo)
        for slug in [discussion.slug, "fox-es", "never-was"]:
            with pytest.raises(Http404):
                feed.of_discussion(slug)


class TestOfMember:
    def test_holds_what_they_wrote_of_both_kinds(self, asha):
        discussion = make_discussion(title="Foxes", author=asha)
        make_reply(discussion=discussion)
        make_reply(discussion=discussion, author=asha)
        assert titles(feed.of_member("asha")) == ["Asha Ravindran replied to Foxes", "Foxes"]

    def test_is_found_by_the_name_on_the_old_site(self, db):
        make_member(address="wendy", legacy_name="3a28calx54gma")
        assert feed.of_member("3a28calx54gma").channel.key == "wendy"

    def test_is_not_there_for_one_who_left(self, asha):
        Member.objects.filter(pk=asha.pk).update(left_at=timezone.now())
        with pytest.raises(Http404):
            feed.of_member("asha")

    def test_takes_three_queries(self, asha, django_assert_num_queries):
        discussion = make_discussion(author=asha)
        for _ in range(3):
            make_reply(discussion=discussion, author=asha)
        with django_assert_num_queries(3):
            feed.of_member("ASHA")
