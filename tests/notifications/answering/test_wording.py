"""Of real mail programs' messages, what their writers have written."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.answering import messages, wording
from tests.notifications.mailing import MESSAGES, stored

pytestmark = pytest.mark.usefixtures("takes_mail")

POSTED = sorted(path.stem for path in MESSAGES.glob("*.txt"))
EMPTY = [
    "refused-only-quoted",
    "refused-outlook-below",
    "refused-boundary-missing",
    "refused-only-a-photo",
]


def own_words(name):
    return wording.own_words(messages.read(stored(name)).text)


class TestOwnWords:
    @pytest.mark.parametrize("name", POSTED)
    def test_are_all_that_was_written_and_nothing_else(self, name):
        assert own_words(name) == (MESSAGES / f"{name}.txt").read_text().rstrip("\n")

    @pytest.mark.parametrize("name", EMPTY)
    def test_are_none_where_nothing_else_is_to_be_found(self, name):
        assert not own_words(name)

    def test_are_not_guessed_where_our_own_mail_is_among_them(self):
        with pytest.raises(wording.Unsure):
            own_words("refused-mangled-quote")

    @pytest.mark.parametrize(
        "leak", ["See https://harringay.example/u/1-0-2-abc", "r+1-2-3-abc@Reply.Harringay.Example"]
    )
    def test_never_hold_an_address_that_only_their_writer_should_have(self, leak):
        with pytest.raises(wording.Unsure):
            wording.own_words(f"It says:\n{leak}")

    def test_keep_a_sentence_that_looks_like_the_head_of_a_mail(self):
        said = "On Monday the council wrote:\n\nFrom: here\nTo: there it is a mile."
        assert wording.own_words(said) == said

    def test_keep_what_stands_below_a_line_of_dashes_if_it_is_no_signature(self):
        said = "First.\n\n--\n" + "\n".join(f"Line {number}" for number in range(12))
        assert wording.own_words(said) == said

    @pytest.mark.parametrize("last", ["Sent with love.", "Thanks,\nAsha", "- a list", "Yours, A."])
    def test_keep_a_last_line_that_no_program_wrote(self, last):
        assert wording.own_words(f"I rang them.\n\n{last}") == f"I rang them.\n\n{last}"

    def test_are_given_up_where_there_is_more_than_anybody_reads(self):
        with pytest.raises(wording.Unsure):
            wording.own_words("Foxes.\n" * 1001)

    @given(st.text(alphabet="On wrote:>\n-FromTSubject@<> 2026/1", max_size=400))
    def test_are_found_or_not_and_nothing_breaks(self, said):
        with suppress(wording.Unsure):
            assert len(wording.own_words(said)) <= len(said)
