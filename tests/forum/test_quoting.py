"""What is quoted of a hidden reply is withheld with it, and comes back exactly as it was."""

import pytest

from forum import editing, hiding, posting, quoting, recleaning, secluding, withdrawing
from forum.models import Reply
from harringay import html
from tests.factories import make_discussion, make_reply

pytestmark = pytest.mark.django_db

RUDE = "He is a crook, and the whole of Wightman Road knows it."
NOTE = "What was quoted here has been taken down."


@pytest.fixture
def rude(ben):
    return make_reply(author=ben, body=RUDE)


def answer(original, *, body="", by, quotes=None, **told) -> Reply:
    """What *Quote* makes of it, cut by whoever answers where they wish."""
    said = html.quote(original.body_html, author_name=original.author.shown_name)
    quoted = quotes if quotes is not None else said
    return posting.post_reply(
        discussion=original.discussion,
        author=by,
        parent=original,
        body=f"{quoted}\n\n{body or 'That is no way to speak.'}",
        **told,
    )


def change_opening(discussion, body):
    told = {"title": discussion.title, "body_format": "text", "tags": []}
    return editing.edit_discussion(discussion, by=discussion.author, body=body, **told)


def shown(reply) -> str:
    reply.refresh_from_db()
    return str(reply.body_html)


class TestHiding:
    def test_withholds_what_is_quoted_and_leaves_the_answer(self, rude, asha, mo):
        answered = answer(rude, by=asha)

        hiding.hide_reply(rude, by=mo)

        assert shown(answered) == f"{html.WITHHELD}\n<p>That is no way to speak.</p>"
        assert RUDE in answered.body

    def test_restored_it_is_back_exactly(self, rude, asha, mo):
        answered = answer(rude, by=asha)
        before = answered.body_html

        hiding.hide_reply(rude, by=mo)
        hiding.restore_reply(rude, by=mo)

        assert shown(answered) == before

    @pytest.mark.parametrize(
        "quotes",
        [
            "> and the whole of Wightman Road knows it.",
            "> HE IS A CROOK,   and the whole of…",
            f"> {RUDE}\n>\n> Well, well.",
            "> Ben Okafor wrote:\n>\n> a crook",
        ],
        ids=["cut", "in other letters", "with more", "short, beneath the name"],
    )
    def test_finds_passages(self, rude, asha, mo, quotes):
        answered = answer(rude, by=asha, quotes=quotes)

        hiding.hide_reply(rude, by=mo)

        assert NOTE in shown(answered)

    def test_finds_what_was_quoted_before_it_was_changed(self, rude, asha, ben, mo):
        answered = answer(rude, by=asha)
        editing.edit_reply(
            Reply.objects.get(pk=rude.pk), by=ben, body="He is kind.", body_format="text"
        )

        hiding.hide_reply(Reply.objects.get(pk=rude.pk), by=mo)

        assert NOTE in shown(answered)

    def test_leaves_other_quotations(self, rude, asha, ben, mo):
        kind = make_reply(discussion=rude.discussion, author=ben, body="A crook? He is so kind.")
        answered = answer(kind, by=asha)

        hiding.hide_reply(rude, by=mo)

        assert NOTE not in shown(answered)

    def test_leaves_what_the_hidden_one_quotes_itself(self, ben, asha, mo):
        kind = make_reply(author=asha, body="I have seen two foxes on the roof today.")
        rude = answer(kind, by=ben, body="You are lying.")
        answered = answer(kind, by=mo)

        hiding.hide_reply(rude, by=mo)

        assert NOTE not in shown(answered)

    def test_withholds_what_the_opening_post_quotes_and_shows_it_again(self, rude, mo):
        discussion = change_opening(rude.discussion, f"Ben says:\n\n> {RUDE}")
        before = discussion.body_html

        hiding.hide_reply(rude, by=mo)
        assert NOTE in shown(discussion)

        hiding.restore_reply(rude, by=mo)
        assert shown(discussion) == before

    def test_leaves_other_discussions(self, rude, asha, mo):
        elsewhere = make_reply(discussion=make_discussion(), author=asha, body=f"> {RUDE}")

        hiding.hide_reply(rude, by=mo)

        assert NOTE not in shown(elsewhere)

    def test_of_two_in_one_reply_shows_one_again(self, rude, asha, ben, mo):
        other = make_reply(discussion=rude.discussion, author=ben, body="You are all crooks here.")
        both = answer(rude, by=asha, body=html.quote(other.body_html, author_name="Ben Okafor"))
        hiding.hide_reply(rude, by=mo)
        hiding.hide_reply(other, by=mo)
        assert shown(both).count(NOTE) == 2

        hiding.restore_reply(rude, by=mo)

        assert RUDE in shown(both)
        assert shown(both).count(NOTE) == 1


class TestWriting:
    def test_what_is_hidden_meanwhile_is_not_quoted(self, rude, asha, mo):
        quoted = html.quote(rude.body_html, author_name="Ben Okafor")
        hiding.hide_reply(rude, by=mo)

        late = make_reply(discussion=rude.discussion, author=asha, body=quoted)

        assert NOTE in late.body_html

    def test_nor_by_a_change(self, rude, asha, mo):
        reply = make_reply(discussion=rude.discussion, author=asha, body="Well.")
        hiding.hide_reply(rude, by=mo)

        editing.edit_reply(reply, by=asha, body=f"> {RUDE}", body_format="text")

        assert shown(reply) == html.WITHHELD

    def test_nor_where_all_is_cleaned_again(self, rude, asha, mo):
        answered = answer(rude, by=asha)
        hiding.hide_reply(rude, by=mo)
        Reply.objects.update(html_version=0)

        recleaning.reclean()

        assert NOTE in shown(answered)

    def test_nor_once_the_words_themselves_are_gone(self, rude, asha, mo):
        answered = answer(rude, by=asha)
        hiding.hide_reply(rude, by=mo)
        Reply.objects.filter(pk=rude.pk).update(body="", body_html="")
        Reply.objects.exclude(pk=rude.pk).update(html_version=0)

        recleaning.reclean()

        assert NOTE in shown(answered)

    def test_nor_by_an_opening_post_that_is_changed(self, rude, asha, mo):
        hiding.hide_reply(rude, by=mo)
        discussion = change_opening(rude.discussion, f"Ben says:\n\n> {RUDE}")

        assert shown(discussion) == f"<p>Ben says:</p>\n{html.WITHHELD}"

    def test_what_was_taken_back_is_not_quoted_either(self, rude, asha, ben):
        quoted = html.quote(rude.body_html, author_name="Ben Okafor")
        withdrawing.withdraw_reply(rude, by=ben)

        late = make_reply(discussion=rude.discussion, author=asha, body=quoted)

        assert NOTE in late.body_html

    def test_nor_an_opening_post_that_was_taken_back(self, asha):
        discussion = make_discussion(body=RUDE)
        make_reply(discussion=discussion)
        withdrawing.withdraw_discussion(discussion, by=discussion.author)

        late = make_reply(discussion=discussion, author=asha, body=f"> {RUDE}")

        assert NOTE in late.body_html

    def test_asks_nothing_where_nothing_is_quoted(self, rude, django_assert_num_queries):
        with django_assert_num_queries(0):
            quoting.withhold(rude)


class TestSecluding:
    """Words that stand nowhere can be compared with nothing."""

    @pytest.fixture
    def quoting_it(self, rude, asha, mo):
        """A reply that quotes what has since been taken out of everybody's reach."""
        answered = answer(rude, by=asha)
        hiding.hide_reply(rude, by=mo)
        self.kept = secluding.take_words(Reply.objects.get(pk=rude.pk))
        return Reply.objects.get(pk=answered.pk)

    @pytest.mark.parametrize("heading", ["> Ben Okafor wrote:\n>\n", ""])
    def test_what_quoted_them_does_not_bring_them_back_by_a_change(self, quoting_it, asha, heading):
        body = f"Dear me.\n\n{heading}> {RUDE}\n\nNo way to speak."

        editing.edit_reply(quoting_it, by=asha, body=body, body_format="text")

        assert shown(quoting_it) == (f"<p>Dear me.</p>\n{html.WITHHELD}\n<p>No way to speak.</p>")

    def test_nor_does_who_had_begun_to_quote_them(self, quoting_it, mo):
        body = f"> Ben Okafor wrote:\n>\n> {RUDE}"

        late = make_reply(discussion=quoting_it.discussion, author=mo, body=body)

        assert NOTE in late.body_html

    def test_what_else_their_author_says_is_quoted(self, quoting_it, ben, mo):
        kind = make_reply(discussion=quoting_it.discussion, author=ben, body="I was wrong there.")

        assert NOTE not in answer(kind, by=mo).body_html

    def test_once_they_are_back_so_is_what_quoted_them(self, quoting_it, rude, asha, mo):
        editing.edit_reply(quoting_it, by=asha, body=f"> {RUDE}\n\nNo.", body_format="text")
        hidden = Reply.objects.get(pk=rude.pk)
        secluding.put_words_back(hidden, self.kept)

        hiding.restore_reply(hidden, by=mo)

        assert RUDE in shown(quoting_it)


class TestTakingBack:
    def test_withholds_what_is_quoted(self, rude, asha, ben):
        answered = answer(rude, by=asha)

        withdrawing.withdraw_reply(rude, by=ben)

        assert shown(answered) == f"{html.WITHHELD}\n<p>That is no way to speak.</p>"

    def test_withholds_what_is_quoted_of_an_opening_post(self, asha):
        discussion = make_discussion(body=RUDE)
        answered = make_reply(discussion=discussion, author=asha, body=f"> {RUDE}\n\nNo.")

        withdrawing.withdraw_discussion(discussion, by=discussion.author)

        assert shown(answered) == f"{html.WITHHELD}\n<p>No.</p>"

    def test_stays_withheld_where_a_moderator_restores_it(self, rude, asha, ben, mo):
        answered = answer(rude, by=asha)
        withdrawing.withdraw_reply(rude, by=ben)
        hidden = Reply.objects.get(pk=rude.pk)
        hiding.hide_reply(hidden, by=mo)

        hiding.restore_reply(hidden, by=mo)

        assert NOTE in shown(answered)


class TestWithhold:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("<p>a</p>", "<p>a</p>"),
            ("<p>a</p><blockquote><p>b</p></blockquote>c", f"<p>a</p>{html.WITHHELD}c"),
            ("<blockquote>a<blockquote>b</blockquote>c</blockquote>", html.WITHHELD),
            ('<blockquote cite="/x">b</blockquote>', html.WITHHELD),
        ],
    )
    def test_takes_outermost_quotations_whole(self, before, after):
        assert html.withhold(before, lambda _place, _said: True) == after
        assert html.withhold(before, lambda _place, _said: False) == before
