import pytest
from hypothesis import given
from hypothesis import strategies as st

from harringay import html


def quoted(clean_html):
    return html.quote(clean_html, author_name="Ben")


class TestQuote:
    def test_says_who_wrote_it_and_marks_each_line(self):
        assert quoted("<p>Foxes!<br>Three</p><p>At noon</p>") == (
            "> Ben wrote:\n>\n> Foxes!\n> Three\n>\n> At noon\n\n"
        )

    def test_leaves_older_quotes_out(self):
        nested = "<blockquote><p>1</p><blockquote><p>2</p></blockquote></blockquote><p>Mine</p>"
        assert quoted(nested) == "> Ben wrote:\n>\n> Mine\n\n"

    def test_a_long_text_is_cut_at_a_word(self):
        quote = quoted(f"<ul><li><b>{'fox ' * 400}</b></li></ul><p>More</p>")
        assert quote.endswith("fox fox…\n\n")
        assert 950 < len(quote) < 1050

    @given(st.text(st.characters(codec="utf-8")))
    def test_is_a_quotation_again_once_it_is_posted(self, name):
        quote = html.quote("<p>Look &lt;here&gt;</p>", author_name="Ben")
        posted = html.render(f"{quote}{name}", html.TEXT)
        assert posted.startswith("<blockquote><p>Ben wrote:</p><p>Look &lt;here&gt;</p>")


class TestPassage:
    SAID = "<p>Three foxes.</p><ul><li>At noon</li><li>On the road</li></ul><p>Who saw them?</p>"

    @pytest.mark.parametrize(
        "passage", ["Three foxes.", "foxes.\n\nAt noon\nOn the road", "Who saw them?"]
    )
    def test_is_quoted_alone(self, passage):
        lines = passage.splitlines()
        expected = (
            "".join(f"> {line}".rstrip() + "\n" for line in ["Ben wrote:", "", *lines]) + "\n"
        )
        assert html.quote(self.SAID, author_name="Ben", passage=passage) == expected

    @pytest.mark.parametrize("passage", ["", " ", "Four foxes.", "x" * 2000])
    def test_that_was_not_said_is_not_put_in_a_mouth(self, passage):
        whole = html.quote(self.SAID, author_name="Ben")
        assert html.quote(self.SAID, author_name="Ben", passage=passage) == whole
