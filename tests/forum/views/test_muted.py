"""What a muted member wrote, as whoever has muted them finds it in a discussion."""

import pytest

from forum import hiding
from members import muting
from tests.factories import make_discussion, make_member, make_reply
from tests.forum.views.test_thread_markup import read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(ben):
    """A reply of Ben's that nobody has answered."""
    return make_reply(author=ben, body="It was a badger.")


@pytest.fixture
def muted(reply, asha):
    muting.mute(reply.author, by=asha)
    return reply


def article(page, reply):
    return page.find(f".//article[@id='{reply.anchor}']")


def folded(client, reply):
    """The part of a reply's article that is folded away, if there is one."""
    return article(read(client, reply.discussion), reply).find("details")


class TestReplies:
    def test_of_theirs_are_folded_away_and_can_be_opened(self, asha_client, muted):
        part = folded(asha_client, muted)
        assert words(part.find("summary")) == "Muted: a reply by Ben Okafor"
        assert "It was a badger." in words(part)
        assert "open" not in part.attrib

    def test_of_others_are_not(self, asha_client, muted):
        other = make_reply(discussion=muted.discussion)
        assert folded(asha_client, other) is None

    def test_keep_their_number_and_a_heading(self, asha_client, muted):
        assert words(article(read(asha_client, muted.discussion), muted).find("h3")) == (
            "Reply 1, muted"
        )

    def test_are_open_to_everybody_else(self, client, ben_client, mo_client, muted):
        for reader in (client, ben_client, mo_client):
            assert folded(reader, muted) is None

    def test_are_so_in_both_orders_and_open_again_at_the_end(self, asha_client, asha, muted):
        page = read(asha_client, muted.discussion, "?order=time")
        assert article(page, muted).find("details") is not None
        muting.unmute(muted.author, by=asha)
        assert folded(asha_client, muted) is None

    def test_that_are_hidden_say_only_that(self, asha_client, muted, mo):
        hiding.hide_reply(muted, by=mo)
        page = asha_client.get(muted.discussion.get_absolute_url()).text
        assert "This reply was hidden by a moderator." in page
        assert "Muted:" not in page

    def test_are_passed_by_on_the_way_from_one_new_reply_to_the_next(self, asha_client, muted):
        asha_client.get(muted.discussion.get_absolute_url())
        first, _, last = (
            make_reply(discussion=muted.discussion, author=author)
            for author in (make_member(), muted.author, make_member())
        )
        page = read(asha_client, muted.discussion)
        ways = [link.get("href") for link in article(page, first).iter("a")]
        assert f"#{last.anchor}" in ways


class TestTheButton:
    def test_beside_a_reply_mutes_its_author_and_leads_back(self, asha_client, asha, reply):
        page = read(asha_client, reply.discussion)
        button = article(page, reply).find(".//button")
        form = page.find(f".//form[@id='{button.get('form')}']")
        assert form.get("method") == "post"
        assert form.find(".//input[@name='csrfmiddlewaretoken']") is not None

        answer = asha_client.post(button.get("formaction"))
        assert answer.headers["Location"] == f"/forum/replies/{reply.pk}"
        assert muting.has_muted(asha, reply.author)

    def test_ends_it_where_they_are_muted(self, asha_client, asha, muted):
        button = folded(asha_client, muted).find(".//button")
        asha_client.post(button.get("formaction"))
        assert not muting.has_muted(asha, muted.author)

    def test_is_not_beside_one_s_own_nor_on_visitors_pages(self, client, ben_client, reply):
        for reader in (client, ben_client):
            page = read(reader, reply.discussion)
            assert article(page, reply).find(".//button") is None
        assert 'id="mute"' not in client.get(reply.discussion.get_absolute_url()).text


class TestTheOpeningPost:
    def test_of_theirs_is_folded_away(self, asha_client, asha, ben):
        discussion = make_discussion(author=ben, body="Badgers, all of them.")
        muting.mute(ben, by=asha)
        details = read(asha_client, discussion).find(".//details")
        assert words(details.find("summary")) == "Muted: a discussion by Ben Okafor"
        assert "Badgers, all of them." in words(details)

    def test_is_open_to_everybody_else(self, mo_client, asha, ben):
        discussion = make_discussion(author=ben)
        muting.mute(ben, by=asha)
        assert read(mo_client, discussion).find(".//details[@open]") is None


class TestSearchResults:
    def test_of_theirs_are_folded_away_and_can_be_opened(self, asha_client, muted):
        page = asha_client.get("/search?q=badger").text
        part = page.partition("Muted: a reply by Ben Okafor</summary>")[2].partition("</details>")[
            0
        ]
        assert f'href="/forum/replies/{muted.pk}"' in part

    def test_of_theirs_that_begin_a_discussion_are_too(self, asha_client, asha, ben):
        make_discussion(author=ben, title="Badgers")
        muting.mute(ben, by=asha)
        assert "Muted: a discussion by Ben Okafor" in asha_client.get("/search?q=badgers").text

    def test_of_others_and_for_everybody_else_are_open(
        self, asha_client, client, ben_client, muted
    ):
        make_reply(body="A badger? Here?")
        assert asha_client.get("/search?q=badger").text.count("Muted:") == 1
        for reader in (client, ben_client):
            assert "Muted:" not in reader.get("/search?q=badger").text
