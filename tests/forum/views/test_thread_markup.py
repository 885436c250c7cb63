"""A discussion's page as somebody hears it who cannot see it: its lists, headings and links."""

from xml.etree.ElementTree import Element

import html5lib
import pytest

from forum import hiding, withdrawing
from tests.factories import make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db


def read(client, discussion, query=""):
    """The page as a tree; refuses tags that are not closed where they were opened."""
    page = client.get(f"{discussion.get_absolute_url()}{query}").text
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def depth_of(page: Element, reply) -> int:
    """How many lists deep a reply stands."""
    parents = {child: parent for parent in page.iter() for child in parent}
    element = page.find(f".//article[@id='{reply.anchor}']")
    depth = 0
    while element in parents:
        element = parents[element]
        depth += element.tag == "ol"
    return depth


@pytest.fixture
def branch():
    """Ann asks, Bob answers her, Cat answers Bob."""
    discussion = make_discussion()
    first = make_reply(discussion=discussion, author=make_member(name="Ann"))
    second = make_reply(parent=first, author=make_member(name="Bob"))
    third = make_reply(parent=second, author=make_member(name="Cat"))
    return [first, second, third]


class TestLists:
    def test_stand_within_one_another_as_the_replies_do(self, client, branch):
        after = make_reply(discussion=branch[0].discussion)
        page = read(client, after.discussion)
        assert [depth_of(page, reply) for reply in [*branch, after]] == [1, 2, 3, 1]

    def test_are_closed_after_the_deepest_reply(self, client, branch):
        reply = branch[-1]
        for _ in range(8):
            reply = make_reply(parent=reply)
        assert depth_of(read(client, reply.discussion), reply) == 9

    def test_are_one_in_order_of_time(self, client, branch):
        page = read(client, branch[0].discussion, "?order=time")
        assert [depth_of(page, reply) for reply in branch] == [1, 1, 1]

    def test_are_closed_on_a_page_that_begins_inside_a_branch(self, client):
        above = make_reply()
        replies = [make_reply(parent=above, author=above.author) for _ in range(65)]
        page = read(client, above.discussion, "?page=2")
        assert depth_of(page, replies[-1]) == 1
        assert "This page goes on in the middle" in words(page.find(".//main"))
        first = read(client, above.discussion)
        assert "This page goes on in the middle" not in words(first.find(".//main"))


class TestFolds:
    def folds(self, client, discussion, query=""):
        return read(client, discussion, query).findall(".//section//details")

    def test_hold_a_long_branch_and_are_open(self, client, branch):
        after = make_reply(discussion=branch[0].discussion)
        replies = [make_reply(parent=branch[-1], author=after.author) for _ in range(3)]
        (fold,) = self.folds(client, after.discussion)
        assert fold.get("open") is not None
        assert words(fold.find("summary")) == "5 replies in answer to Ann"
        held = [article.get("id") for article in fold.findall(".//article")]
        assert held == [reply.anchor for reply in [*branch[1:], *replies]]

    def test_are_not_for_a_short_branch_nor_for_the_order_of_time(self, client, branch):
        assert not self.folds(client, branch[0].discussion)
        for _ in range(3):
            make_reply(parent=branch[0])
        assert not self.folds(client, branch[0].discussion, "?order=time")

    def test_are_closed_where_the_page_ends(self, client):
        reply = make_reply()
        for _ in range(8):
            reply = make_reply(parent=reply, author=reply.author)
        assert len(self.folds(client, reply.discussion)) == 1


class TestHeadings:
    def test_tell_who_answers_whom(self, client, branch):
        page = read(client, branch[0].discussion)
        headings = [words(heading) for heading in page.findall(".//h3")]
        assert headings[0].startswith("Reply 1 by Ann ")
        assert headings[1].startswith("Reply 2 by Bob to Ann, ")
        assert headings[2].startswith("Reply 3 by Cat to Bob (reply 2), above · ")

    def test_begin_with_the_title_alone(self, client, branch):
        page = read(client, branch[0].discussion)
        assert [words(heading) for heading in page.findall(".//h1")] == ["Foxes on Wightman Road"]
        assert words(page.find(".//h2[@id='replies']")) == "Replies to This Discussion: 3 replies"

    def test_of_people_fit_in_beneath_ours(self, client):
        body = "<h1>First</h1><p>Word</p>"
        discussion = make_discussion(body=body, body_format="html")
        make_reply(discussion=discussion, body=body, body_format="html")
        page = read(client, discussion)
        in_prose = ".//div[@class='prose']/"
        assert page.find(f"{in_prose}h3") is not None
        assert page.find(f"{in_prose}h4") is not None


class TestPlaceholders:
    def test_keep_the_place_of_what_was_taken_back(self, client, branch):
        withdrawing.withdraw_reply(branch[1], by=branch[1].author)
        page = read(client, branch[0].discussion)
        stub = page.find(f".//article[@id='{branch[1].anchor}']")
        assert words(stub) == "Reply 2 This reply was taken back by its author."
        assert depth_of(page, branch[2]) == 3

    def test_say_to_moderators_what_the_others_do_not_see(self, client, mo_client, mo, branch):
        hiding.hide_reply(branch[1], by=mo)
        hidden = f".//article[@id='{branch[1].anchor}']"
        assert "hidden by a moderator" in words(read(client, branch[0].discussion).find(hidden))
        shown = words(read(mo_client, branch[0].discussion).find(hidden))
        assert "Hidden: only moderators see it. I saw them too" in shown


class TestLinks:
    def test_have_names_of_their_own(self, client, branch):
        page = read(client, branch[0].discussion)
        actions = page.findall(".//p[@class='actions']/a")
        names = [words(link) for link in actions]
        assert "Reply to This: reply 2 by Bob" in names
        assert "Report reply 2 by Bob" in names
        assert len(set(names)) == len(names)

    def test_lead_visitors_to_a_form_that_is_elsewhere(self, client, branch):
        page = read(client, branch[0].discussion)
        assert {form.get("method") for form in page.findall(".//form")} == {"get"}
        button = page.find(
            ".//a[@class='button'][@href='/forum/topics/foxes-on-wightman-road/reply']"
        )
        assert words(button) == "Reply to This discussion"

    def test_lead_members_to_the_form_on_the_page(self, asha_client, branch):
        page = read(asha_client, branch[0].discussion)
        assert page.find(".//a[@class='button'][@href='#reply-form']") is not None
        assert (
            page.find(".//form[@action='/forum/topics/foxes-on-wightman-road/replies']") is not None
        )
