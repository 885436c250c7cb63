"""Finding discussions and replies by their words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from forum import hiding, searching, withdrawing
from forum.models import Discussion, Reply
from members import muting
from members.models import VISITOR
from tests.factories import make_category, make_discussion, make_reply
from tests.forum.searching.looking import search, urls

pytestmark = pytest.mark.django_db


class TestWords:
    def test_in_a_title_in_an_opening_post_and_in_a_reply_are_found(self):
        discussion = make_discussion(title="Foxes on Wightman Road", body="Three, at noon.")
        reply = make_reply(discussion=discussion, body="By the railway.")
        assert urls("wightman") == urls("noon") == [discussion.get_absolute_url()]
        assert urls("railway") == [reply.get_absolute_url()]

    def test_are_found_in_another_form(self):
        make_discussion(title="A fox was running", body="Yesterday.")
        assert urls("foxes run")

    @pytest.mark.parametrize("typed", ["cafe", "café", "CAFÉ"])
    def test_are_found_with_and_without_their_accents(self, typed):
        make_discussion(title="A new café", body="On Green Lanes.")
        assert urls(typed)

    def test_must_all_be_there(self):
        make_discussion(title="Foxes", body="On Wightman Road.")
        assert urls("foxes wightman")
        assert not urls("foxes badgers")

    def test_even_the_commonest_can_be_looked_for(self):
        make_discussion(title="The Who at the Salisbury", body="Was it you?")
        assert urls("the who")

    @pytest.mark.parametrize("typed", ["and", "or", "example.org", "harringay's", "N4", "20mph"])
    def test_are_what_stands_between_punctuation(self, typed):
        make_discussion(
            title="Harringay’s 20mph zone", body="and/or N4, see https://example.org/x."
        )
        assert urls(typed)

    def test_of_the_markup_are_not_found(self):
        make_discussion(body="<p>Salt &amp; <b>vinegar</b></p>", body_format="html")
        assert urls("salt & vinegar")
        assert not urls("amp")
        assert not urls("p")

    def test_of_a_phrase_stand_together(self):
        make_discussion(title="Green Lanes", body="Lanes that are green.")
        make_discussion(title="Lanes", body="Some green ones.")
        assert len(urls("green lanes")) == 2
        assert len(urls('"green lanes"')) == 1

    def test_with_a_minus_are_left_out(self):
        make_discussion(title="Foxes", body="And dogs.")
        foxes = make_discussion(title="Foxes", body="And cats.")
        assert urls("foxes -dogs") == [foxes.get_absolute_url()]

    def test_a_sign_that_is_no_word_finds_nothing_where_somebody_wrote_either(self, asha):
        make_discussion(title="Foxes", author=asha)
        assert not urls("½")
        assert not urls("½", author=asha)


class TestVisibility:
    def test_what_was_withdrawn_is_found_by_moderators_only(self, asha, mo):
        discussion = make_discussion(title="Foxes", author=asha)
        reply = make_reply(discussion=discussion, author=asha, body="Badgers")
        withdrawing.withdraw_reply(reply, by=asha)
        assert not urls("badgers")
        assert not urls("badgers", viewer=asha)
        assert urls("badgers", viewer=mo)

    def test_an_opening_post_taken_back_is_not_found_although_its_page_stays(self, asha):
        discussion = make_discussion(title="Foxes", author=asha)
        make_reply(discussion=discussion, body="Badgers")
        withdrawing.withdraw_discussion(discussion, by=asha)
        assert not urls("foxes")
        assert urls("badgers")

    def test_what_is_beneath_a_hidden_discussion_is_found_by_moderators_only(self, mo):
        reply = make_reply(body="Badgers")
        hiding.hide_discussion(reply.discussion, by=mo)
        assert not urls("badgers")
        assert not urls("foxes")
        assert urls("badgers", viewer=mo) == [reply.get_absolute_url()]

    def test_what_is_hidden_is_found_again_once_restored(self, mo):
        reply = make_reply(body="Badgers")
        hiding.hide_reply(reply, by=mo)
        assert not urls("badgers")
        hiding.restore_reply(reply, by=mo)
        assert urls("badgers")

    def test_what_is_in_a_hidden_category_is_found_by_moderators_only(self, asha, mo):
        category = make_category()
        make_reply(discussion=make_discussion(category=category), body="Badgers")
        type(category).objects.update(hidden_at=timezone.now())
        assert not urls("badgers", viewer=asha)
        assert not urls("foxes", viewer=asha)
        assert len(urls("badgers", viewer=mo)) == 1

    @pytest.mark.parametrize("order", ["relevance", "date"])
    def test_what_is_seen_is_found_however_much_newer_is_hidden(self, mo, monkeypatch, order):
        monkeypatch.setattr(f"forum.searching.{connection.vendor}.MOST_MATCHES", 2)
        reply = make_reply(body="Badgers")
        discussion = reply.discussion
        for _ in range(3):
            hiding.hide_reply(make_reply(discussion=discussion, body="Badgers"), by=mo)
        assert urls("badgers", order=order) == [reply.get_absolute_url()]


class TestFilters:
    def test_by_category(self):
        lanes = make_category(name="Green Lanes")
        make_discussion(title="Foxes")
        discussion = make_discussion(title="Foxes", category=lanes)
        reply = make_reply(discussion=discussion, body="Foxes")
        found = {discussion.get_absolute_url(), reply.get_absolute_url()}
        assert set(urls("foxes", category=lanes)) == found

    def test_by_tag(self):
        make_discussion(title="Foxes")
        discussion = make_discussion(title="Foxes", tags=["wildlife", "streets"])
        reply = make_reply(discussion=discussion, body="Foxes")
        found = {discussion.get_absolute_url(), reply.get_absolute_url()}
        assert set(urls("foxes", tag=discussion.tags.get(name="wildlife"))) == found

    def test_by_author(self, asha, ben):
        discussion = make_discussion(title="Foxes", author=asha)
        reply = make_reply(discussion=discussion, author=ben, body="Foxes")
        assert urls("foxes", author=asha) == [discussion.get_absolute_url()]
        assert urls("foxes", author=ben) == [reply.get_absolute_url()]

    def test_by_days_of_which_both_are_included(self):
        reply = make_reply(body="Badgers")
        # Half past midnight in Harringay, and still the day before in UTC.
        Reply.objects.update(posted_at=datetime(2012, 6, 3, 23, 30, tzinfo=UTC))
        day = date(2012, 6, 4)
        assert urls("badgers", since=day, until=day) == [reply.get_absolute_url()]
        assert not urls("badgers", until=day - timedelta(days=1))
        assert not urls("badgers", since=day + timedelta(days=1))

    @pytest.mark.parametrize("day", [date.min, date.max])
    def test_by_the_first_or_the_last_day_there_is(self, day):
        make_discussion(title="Foxes")
        assert len(urls("foxes", since=day)) + len(urls("foxes", until=day)) == 1

    def test_leave_out_what_may_not_be_seen(self, asha, mo):
        lanes = make_category(name="Green Lanes")
        discussion = make_discussion(title="Foxes", category=lanes, author=asha, tags=["wildlife"])
        hidden, withdrawn, shown = [
            make_reply(discussion=discussion, author=asha, body="Foxes") for _ in range(3)
        ]
        hiding.hide_reply(hidden, by=mo)
        withdrawing.withdraw_reply(withdrawn, by=asha)
        narrowed = {
            "category": lanes,
            "tag": discussion.tags.get(),
            "author": asha,
            "since": timezone.localdate(),
        }
        found = {discussion.get_absolute_url(), shown.get_absolute_url()}
        assert set(urls("foxes", **narrowed)) == found
        assert len(urls("foxes", viewer=mo, **narrowed)) == 4


class TestOrder:
    def test_by_relevance_a_title_comes_before_a_passing_word(self):
        named = make_discussion(title="Foxes", body="Three, at noon.")
        make_discussion(title="Noise", body="Cats, foxes, dogs, and the railway at night.")
        assert urls("foxes")[0] == named.get_absolute_url()

    def test_by_date_the_newest_comes_first(self):
        named = make_discussion(title="Foxes foxes foxes")
        Discussion.objects.update(started_at=timezone.now() - timedelta(days=1))
        reply = make_reply(discussion=named, body="Not only foxes.")
        found = [reply.get_absolute_url(), named.get_absolute_url()]
        assert urls("foxes", order="date") == found

    def test_is_kept_from_page_to_page(self, asha):
        discussion = make_discussion(author=asha)
        bodies = ["Badgers"] * (searching.PAGE_SIZE + 3)
        replies = [make_reply(discussion=discussion, author=asha, body=body) for body in bodies]
        pages = [search("badgers", order="date", page=number).page for number in (1, 2)]
        found = [result.url for page in pages for result in page.items]
        assert found == [reply.get_absolute_url() for reply in reversed(replies)]


class TestPages:
    def test_run_on_without_gap_or_overlap(self, asha):
        discussion = make_discussion(author=asha)
        for _ in range(searching.PAGE_SIZE + 3):
            make_reply(discussion=discussion, author=asha, body="Badgers")
        first, second = search("badgers"), search("badgers", page=2)
        pages = [*first.page.items, *second.page.items]
        assert len({result.url for result in pages}) == searching.PAGE_SIZE + 3
        assert first.page.has_next
        assert not second.page.has_next

    def test_past_the_end_are_empty(self):
        make_reply(body="Badgers")
        assert not search("badgers", page=2).page.items
        assert not search("badgers", page=999_999).page.items

    @pytest.mark.parametrize("order", ["relevance", "date"])
    def test_only_the_newest_matches_are_looked_at(self, monkeypatch, order):
        monkeypatch.setattr(f"forum.searching.{connection.vendor}.MOST_MATCHES", 2)
        oldest, *newest = [make_discussion(title="Badgers") for _ in range(3)]
        Discussion.objects.filter(pk=oldest.pk).update(
            started_at=timezone.now() - timedelta(days=1)
        )
        found = search("badgers", order=order)
        assert found.is_cut
        assert {r.url for r in found.page.items} == {d.get_absolute_url() for d in newest}


class TestResults:
    def test_say_what_and_whose_and_where_and_when(self, ben):
        reply = make_reply(author=ben, body="Badgers")
        (result,) = search("badgers").page.items
        assert (result.is_reply, result.title_html) == (True, reply.discussion.title)
        assert (result.author, result.author_url) == (ben.name, ben.get_absolute_url())
        assert result.category == reply.discussion.category.name
        assert result.at == reply.posted_at

    def test_say_whose_author_the_viewer_has_muted(self, asha, ben):
        make_reply(author=ben, body="Badgers")
        make_discussion(author=asha, title="Badgers")
        muting.mute(ben, by=asha)
        muting.mute(asha, by=ben)
        for viewer, muted in ((asha, {ben.name}), (ben, {asha.name}), (VISITOR, set())):
            found = search("badgers", viewer=viewer).page.items
            assert {result.author for result in found if result.is_muted} == muted

    def test_mark_the_words_that_were_found(self):
        make_discussion(title="Foxes again", body="I saw a fox by the railway.")
        (result,) = search("fox").page.items
        assert result.title_html == "<mark>Foxes</mark> again"
        assert "a <mark>fox</mark> by the railway" in result.snippet_html

    def test_escape_everything_else(self):
        make_discussion(title="<b>Foxes</b> & co", body="Fish & <script>alert(1)</script> chips")
        (result,) = search("foxes chips").page.items
        assert result.title_html == "&lt;b&gt;<mark>Foxes</mark>&lt;/b&gt; &amp; co"
        assert "Fish &amp; &lt;script&gt;alert(1)&lt;/script&gt;" in result.snippet_html

    def test_of_a_long_text_show_the_piece_with_the_words(self):
        make_reply(body=f"{'Nothing to see here. ' * 200} Badgers. {'Nor here. ' * 200}")
        (result,) = search("badgers").page.items
        assert "<mark>Badgers</mark>" in result.snippet_html
        assert len(result.snippet_html) < 500
