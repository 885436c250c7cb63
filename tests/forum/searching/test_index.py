"""The index keeps step with what is written, and nothing asked of it is a fault."""

import json

import pytest
from django.db import connection, transaction
from django.utils import timezone

from forum import editing, moving, searching
from forum.errors import SearchTookTooLong
from forum.models import Discussion, Reply
from forum.searching import Search
from members.models import VISITOR
from tests.factories import make_category, make_discussion, make_reply
from tests.forum.searching.looking import urls, write_about_badgers

pytestmark = pytest.mark.django_db


class TestIndex:
    """The words that can be found are those that are there now."""

    def test_forgets_words_that_were_edited_away(self, asha):
        reply = make_reply(author=asha, body="Badgers")
        editing.edit_reply(reply, by=asha, body="Hedgehogs", body_format="text")
        assert not urls("badgers")
        assert urls("hedgehogs")

    def test_follows_a_change_of_title(self):
        discussion = make_discussion(title="Foxes")
        Discussion.objects.filter(pk=discussion.pk).update(title="Badgers")
        assert not urls("foxes")
        assert urls("badgers")

    def test_forgets_what_is_deleted(self, mo):
        reply = make_reply(body="Badgers")
        Reply.objects.filter(pk=reply.pk).delete()
        assert not urls("badgers", viewer=mo)

    def test_holds_what_was_written_in_bulk(self):
        write_about_badgers(3)
        assert len(urls("badgers")) == 3


class TestVerbs:
    """What a verb does shows in the next search."""

    def test_a_move_into_a_hidden_category_takes_a_discussion_out(self, mo):
        reply = make_reply(discussion=make_discussion(title="Foxes"), body="Badgers")
        room = make_category(hidden_at=timezone.now())
        moving.move(reply.discussion, to=room, by=mo)
        assert not urls("foxes")
        assert not urls("badgers")

    def test_a_move_changes_where_it_is_found(self, mo):
        discussion = make_discussion(title="Foxes")
        former, lanes = discussion.category, make_category(name="Green Lanes")
        moving.move(discussion, to=lanes, by=mo)
        assert not urls("foxes", category=former)
        assert urls("foxes", category=lanes)

    def test_what_a_transaction_takes_back_was_never_found(self):
        def write_and_fail():
            make_discussion(title="Foxes")
            assert urls("foxes")
            raise LookupError

        with pytest.raises(LookupError), transaction.atomic():
            write_and_fail()
        assert not urls("foxes")

    @pytest.mark.parametrize("most", [0, 500])
    def test_a_tag_that_is_put_on_or_taken_off_counts_at_once(self, asha, monkeypatch, most):
        monkeypatch.setattr(searching, "MOST_NAMED", most)
        discussion = make_discussion(title="Foxes", author=asha, tags=["wildlife"])
        tag = discussion.tags.get()
        assert urls("foxes", tag=tag)
        words = {"title": "Foxes", "body": "Three.", "body_format": "text"}
        editing.edit_discussion(discussion, by=asha, tags=["streets"], **words)
        assert not urls("foxes", tag=tag)


class TestRebuild:
    def test_finds_what_was_there_before(self):
        make_reply(body="Badgers")
        searching.rebuild()
        assert urls("badgers")
        assert urls("foxes")


class TestLimits:
    @pytest.mark.parametrize("found", [3, 30, 300])
    def test_takes_one_query_for_any_number(self, found, django_assert_num_queries):
        write_about_badgers(found)
        urls("badgers")
        # On PostgreSQL the test's own transaction takes a savepoint more.
        with django_assert_num_queries(1 if connection.vendor == "sqlite" else 3):
            assert len(urls("badgers")) == min(found, searching.PAGE_SIZE)

    def test_a_long_search_is_stopped_and_says_so(self):
        slow = {
            "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1e9)"
            " SELECT max(i) FROM n",
            "postgresql": "SELECT pg_sleep(10)",
        }[connection.vendor]
        with pytest.raises(SearchTookTooLong, match="took too long"):
            searching.backend().ask(slow, (), seconds=0.01)
        make_discussion(title="Foxes")
        assert urls("foxes")

    @pytest.mark.corpus
    @pytest.mark.parametrize("kind", ["found", "left out"])
    def test_any_string_at_all_can_be_looked_for(self, corpora, kind):
        naughty = json.loads((corpora / "naughty-strings.json").read_text())
        for words in naughty:
            query = searching.parse(words if kind == "found" else f'foxes -"{words}"')
            if query.wanted:
                found = searching.search(Search(query=query), viewer=VISITOR)
                assert not found.page.items
