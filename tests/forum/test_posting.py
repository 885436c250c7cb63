"""Starting discussions and replying to them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from forum import closing, counting, hiding, posting
from forum.errors import DiscussionClosed, NotAllowed
from forum.models import MAX_DEPTH, Audience, Discussion, Event, EventKind, LegacyAddress, Reply
from harringay import html
from members.errors import RateLimited
from members.models import Safeguards
from tests.factories import make_category, make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db


class TestStartDiscussion:
    def test_keeps_the_words_and_their_clean_html(self, asha):
        discussion = posting.start_discussion(
            author=asha, category=make_category(), title="Foxes", body="By the <Passage>"
        )
        assert discussion.body == "By the <Passage>"
        assert discussion.body_html == "<p>By the &lt;Passage&gt;</p>"

    def test_counts_in_its_category_its_tags_and_its_author(self, asha):
        category = make_category()
        discussion = posting.start_discussion(
            author=asha, category=category, title="Foxes", body="Two", tags=["Wild Life"]
        )
        category.refresh_from_db()
        asha.refresh_from_db()
        assert category.discussion_count == asha.discussion_count == 1
        assert discussion.tags.get().discussion_count == 1

    def test_is_told_of_in_latest_activity(self, asha):
        discussion = make_discussion(author=asha)
        event = Event.objects.get()
        assert (event.kind, event.actor, event.discussion) == (
            EventKind.DISCUSSION_STARTED,
            asha,
            discussion,
        )

    def test_gives_a_second_discussion_of_one_title_a_number(self):
        slugs = [make_discussion(title="Broadcast ON; receive OFF").slug for _ in range(3)]
        assert slugs == [
            "broadcast-on-receive-off",
            "broadcast-on-receive-off-1",
            "broadcast-on-receive-off-2",
        ]

    def test_never_takes_an_address_that_once_led_elsewhere(self):
        LegacyAddress.objects.create(path="/forum/topics/foxes", discussion=make_discussion())
        assert make_discussion(title="Foxes").slug == "foxes-1"

    def test_makes_one_discussion_of_one_form_sent_twice(self, asha):
        form = {"author": asha, "category": make_category(), "title": "Foxes", "body": "Two"}
        submission = uuid4()
        first = posting.start_discussion(**form, submission=submission)
        again = posting.start_discussion(**form, submission=submission)
        assert first == again
        assert Discussion.objects.count() == 1

    def test_keeps_what_was_changed_after_going_back(self, asha):
        category, submission = make_category(), uuid4()
        for title in ("Foxes", "Foxes, and badgers"):
            posting.start_discussion(
                author=asha, category=category, title=title, body="Two", submission=submission
            )
        assert set(Discussion.objects.values_list("title", flat=True)) == {
            "Foxes",
            "Foxes, and badgers",
        }

    def test_is_another_for_whoever_signs_in_at_the_same_form(self, asha, ben):
        category, submission = make_category(), uuid4()
        for author in (asha, ben):
            posting.start_discussion(
                author=author, category=category, title="Foxes", body="Two", submission=submission
            )
        assert {one.author for one in Discussion.objects.all()} == {asha, ben}

    def test_counts_a_form_sent_twice_once(self, asha):
        form = {"author": asha, "category": make_category(), "title": "Foxes", "body": "Two"}
        submission, counted = uuid4(), []
        for _ in range(2):
            posting.start_discussion(**form, submission=submission, spend=lambda: counted.append(1))
        assert counted == [1]

    def test_treats_tags_alike_whatever_their_case(self, asha):
        make_discussion(tags=["Green Lanes"])
        discussion = make_discussion(tags=["green lanes"])
        assert [tag.name for tag in discussion.tags.all()] == ["Green Lanes"]

    def test_is_refused_where_the_category_is_for_moderators(self, asha, mo):
        category = make_category(may_start=Audience.MODERATORS)
        with pytest.raises(NotAllowed):
            make_discussion(author=asha, category=category)
        assert make_discussion(author=mo, category=category)

    def test_refuses_too_long_a_body(self, asha):
        with pytest.raises(html.TooLong):
            make_discussion(author=asha, body="x" * 20_001)
        assert not Discussion.objects.exists()


class TestPostReply:
    def test_moves_the_discussion_up(self, ben):
        discussion = make_discussion()
        reply = make_reply(discussion=discussion, author=ben)
        discussion.refresh_from_db()
        assert discussion.reply_count == 1
        assert discussion.last_activity_at == reply.posted_at
        assert discussion.last_reply_by == ben

    def test_stands_beneath_what_it_answers(self):
        discussion = make_discussion()
        first = make_reply(discussion=discussion)
        second = make_reply(discussion=discussion)
        answer = make_reply(discussion=discussion, parent=first)
        in_order = Reply.objects.in_discussion(discussion).tree_order()
        assert list(in_order) == [first, answer, second]
        assert answer.depth == 2

    def test_attaches_at_the_ninth_level_and_says_whom_it_answers(self):
        discussion = make_discussion()
        reply = make_reply(discussion=discussion)
        for _ in range(MAX_DEPTH + 1):
            answered, reply = reply, make_reply(discussion=discussion, parent=reply)
        assert reply.depth == MAX_DEPTH
        assert reply.parent == answered

    def test_is_refused_once_closed(self, asha, mo):
        discussion = make_discussion()
        closing.close(discussion, by=mo)
        with pytest.raises(DiscussionClosed):
            make_reply(discussion=discussion, author=asha)
        assert not Reply.objects.exists()

    def test_moderators_may_have_the_last_word(self, mo):
        discussion = make_discussion()
        closing.close(discussion, by=mo)
        assert make_reply(discussion=discussion, author=mo)

    def test_makes_one_reply_of_one_form_sent_twice(self, asha):
        discussion = make_discussion()
        submission = uuid4()
        for _ in range(2):
            posting.post_reply(
                discussion=discussion, author=asha, body="Yes", submission=submission
            )
        discussion.refresh_from_db()
        assert Reply.objects.count() == discussion.reply_count == 1

    def test_gives_what_one_form_made_even_once_it_is_closed(self, asha, mo):
        discussion, submission = make_discussion(), uuid4()
        form = {"author": asha, "body": "Yes", "submission": submission}
        first = posting.post_reply(discussion=discussion, **form)
        closing.close(discussion, by=mo)
        assert posting.post_reply(discussion=discussion, **form) == first

    def test_leaves_nothing_of_what_is_past_a_limit(self, asha):
        def refuse():
            raise RateLimited(60)

        discussion = make_discussion()
        with pytest.raises(RateLimited):
            posting.post_reply(discussion=discussion, author=asha, body="Yes", spend=refuse)
        asha.refresh_from_db()
        discussion.refresh_from_db()
        assert not Reply.objects.exists()
        assert (discussion.reply_count, discussion.last_number, asha.reply_count) == (0, 0, 0)

    @pytest.mark.parametrize("length", [3, 30, 310])
    def test_asks_no_more_in_a_longer_discussion(self, length, asha, django_assert_max_num_queries):
        discussion = make_discussion(author=asha)
        replies = [make_reply(discussion=discussion, author=asha) for _ in range(length)]
        with django_assert_max_num_queries(10):
            make_reply(discussion=discussion, author=asha)
        # One more: has whoever answers reported whom they answer?
        with django_assert_max_num_queries(12):
            make_reply(parent=replies[length // 2], author=asha)

    def test_keeps_other_words_sent_with_the_same_form(self, asha, ben):
        discussion, submission = make_discussion(), uuid4()
        for author, body in ((asha, "Yes"), (asha, "No"), (ben, "Yes")):
            posting.post_reply(
                discussion=discussion, author=author, body=body, submission=submission
            )
        assert list(Reply.objects.values_list("author", "body").order_by("number")) == [
            (asha.pk, "Yes"),
            (asha.pk, "No"),
            (ben.pk, "Yes"),
        ]

    def test_is_refused_beneath_a_reply_of_another_discussion(self):
        elsewhere = make_reply()
        with pytest.raises(NotAllowed):
            make_reply(discussion=make_discussion(), parent=elsewhere)

    def test_is_refused_beneath_a_hidden_reply(self, mo):
        reply = make_reply()
        hiding.hide_reply(reply, by=mo)
        with pytest.raises(NotAllowed):
            make_reply(discussion=reply.discussion, parent=reply)

    def test_is_refused_to_those_out_of_good_standing(self):
        discussion = make_discussion()
        for member in (
            make_member(suspended_at=timezone.now()),
            make_member(banned_at=timezone.now()),
            make_member(left_at=timezone.now()),
            make_member(is_active=False),
        ):
            with pytest.raises(NotAllowed):
                make_reply(discussion=discussion, author=member)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
class TestPostingAtOnce:
    def at_once(self, *forms):
        """Eight at a time, each on a connection of its own; the pool has ten."""

        def post(form):
            try:
                return posting.post_reply(**form)
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as threads:
            return list(threads.map(post, forms))

    def test_everyone_gets_a_place_and_is_counted(self):
        # Thirty at once would slow the discussion down.
        Safeguards.objects.create(pk=1, slow_replies=100)
        discussion = make_discussion()
        members = [make_member() for _ in range(4)]
        self.at_once(
            *(
                {"discussion": discussion, "author": member, "body": f"Number {nth}"}
                for member in members
                for nth in range(8)
            )
        )
        numbers = Reply.objects.order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, 33))
        assert Counter(Event.objects.filter(reply__isnull=False).values_list("actor")) == {
            (member.pk,): 8 for member in members
        }
        assert counting.recount() == 0

    def test_answers_to_one_reply_are_all_counted(self, asha):
        parent = make_reply()
        self.at_once(
            *(
                {
                    "discussion": parent.discussion,
                    "author": asha,
                    "parent": parent,
                    "body": str(nth),
                }
                for nth in range(8)
            )
        )
        parent.refresh_from_db()
        assert parent.answer_count == 8
        assert counting.recount() == 0

    def test_one_form_makes_one_reply_and_counts_once(self, asha):
        counted = []
        form = {
            "discussion": make_discussion(),
            "author": asha,
            "body": "Yes",
            "submission": uuid4(),
            "spend": lambda: counted.append(1),
        }
        replies = self.at_once(*[form] * 6)
        assert set(replies) == {Reply.objects.get()}
        assert counted == [1]
        assert counting.recount() == 0
