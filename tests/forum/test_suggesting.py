"""Whom somebody may mean who has begun to write a name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import hiding, mentioning
from harringay import html
from members import muting
from tests.factories import make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db


def names(words, *, to, slug=""):
    return [suggestion.name for suggestion in mentioning.suggest(words, to=to, slug=slug)]


class TestSuggest:
    @pytest.mark.parametrize("words", ["as", "ASHA", "rav", "Asha R", "asha-of", " asha  ravin"])
    def test_knows_a_neighbour_by_what_a_word_begins_with(self, ben, words):
        make_member(name="Asha Ravindran", address="asha-of-seymour")
        assert names(words, to=ben) == ["Asha Ravindran"]

    @pytest.mark.parametrize("words", ["", "a", "sha", "%", "as_a", "\x00", "x" * 300])
    def test_knows_nobody_by_anything_else(self, asha, ben, words):
        assert names(words, to=ben) == []

    def test_names_nobody_who_is_kept_out_or_gone_or_oneself(self, ben):
        now = timezone.now()
        make_member(name="Asha One", banned_at=now)
        make_member(name="Asha Two", suspended_at=now, suspension_ends_at=now + timedelta(1))
        make_member(name="Asha Three", left_at=now)
        make_member(name="Asha Four", is_active=False)
        oneself = make_member(name="Asha Five")
        assert names("asha", to=oneself) == []

    def test_names_nobody_whom_the_writer_has_muted(self, asha, ben):
        muting.mute(asha, by=ben)
        assert names("asha", to=ben) == []

    def test_whoever_has_muted_the_writer_is_not_told_of_by_it(self, asha, ben):
        muting.mute(ben, by=asha)
        assert names("asha", to=ben) == ["Asha Ravindran"]

    def test_puts_who_takes_part_first(self, ben, mo):
        make_member(name="Asha A")
        zoe, gone = make_member(name="Asha Z"), make_member(name="Asha Y")
        reply = make_reply(author=zoe)
        hidden = make_reply(author=gone, discussion=reply.discussion)
        hiding.hide_reply(hidden, by=mo)
        found = names("asha", to=ben, slug=reply.discussion.slug)
        assert found == ["Asha Z", "Asha A", "Asha Y"]

    def test_gives_eight_at_the_most(self, ben):
        for nth in range(9):
            make_member(name=f"Asha {nth}")
        assert len(names("asha", to=ben)) == 8

    def test_gives_words_that_mean_nobody_else(self, ben):
        for address in ("asha-1", "asha-2"):
            make_member(name="Asha Patel", address=address)
        only = make_member(name="Asha Ravindran", address="asha-3")
        written = {each.write for each in mentioning.suggest("asha", to=ben, slug="")}
        assert written == {"asha-1", "asha-2", "Asha Ravindran"}
        for words in written:
            assert mentioning.find(f"Ask @{words} about it", html.TEXT)
        assert mentioning.find("Ask @Asha Ravindran", html.TEXT) == {"Asha Ravindran": only}

    def test_asks_two_questions(self, asha, ben, django_assert_max_num_queries):
        with django_assert_max_num_queries(2):
            names("asha", to=ben, slug=make_discussion.__name__)


class TestThePage:
    def test_takes_any_nonsense_for_a_discussion(self, asha, ben_client):
        answer = ben_client.get("/forum/names?begins=ash&in=%00").json()
        assert [each["name"] for each in answer["names"]] == ["Asha Ravindran"]

    def test_tells_members(self, asha, ben_client):
        answer = ben_client.get("/forum/names?begins=ash").json()
        told = {"name": "Asha Ravindran", "address": "asha", "write": "Asha Ravindran"}
        assert answer == {"names": [told]}

    def test_tells_nobody_else(self, client, asha):
        answer = client.get("/forum/names?begins=ash")
        assert (answer.status_code, answer.json()) == (403, {"names": []})
