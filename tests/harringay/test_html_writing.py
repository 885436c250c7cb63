import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harringay import html
from harringay.html.cleaning import settle

# Not every character by the same chance: those that mean something, to a parser or to us, more.
TYPED = st.sampled_from("<>&;#@./:=\"'\\ \t\n\r\xa0\xad\u2028\u3000abwcom") | st.characters()
MARKUP = (
    *("&", "<", ">", "&amp;", "&lt", "&#60;", "&nbsp;", "script", "</p>", "<br>", "<!--", "-->"),
    *("]]>", "\n", "\n\n", "> ", " ", "\t", "mailto:", "http:", "//", "www", ".", "com", "foo.bar"),
    *(
        "é",
        "e\u0301",
        "\u200d",
        "😀",
        "\ufeff",
        "\u0085",
        "<pre>\n\n",
        "<svg/onload=",
        "<a href=x>",
    ),
)


class TestParagraphs:
    def test_a_blank_line_begins_a_paragraph(self):
        assert (
            html.paragraphs("One\n\nTwo\r\n \t\r\n\nThree")
            == "<p>One</p>\n<p>Two</p>\n<p>Three</p>"
        )

    def test_a_newline_breaks_the_line(self):
        assert html.paragraphs("One\rTwo\nThree") == "<p>One<br>Two<br>Three</p>"

    def test_an_angle_bracket_is_just_a_character(self):
        assert html.paragraphs("<b> & &lt;") == "<p>&lt;b&gt; &amp; &amp;lt;</p>"

    def test_lines_marked_as_in_mail_are_a_quotation(self):
        assert html.paragraphs("> One\n> Two\n>\n> Three\n\nFour") == (
            "<blockquote><p>One<br>Two</p><p>Three</p></blockquote>\n<p>Four</p>"
        )

    def test_a_mark_before_some_lines_is_just_a_character(self):
        assert html.paragraphs("> 3 foxes\nor 4") == "<p>&gt; 3 foxes<br>or 4</p>"
        assert html.paragraphs(">:(") == "<p>&gt;:(</p>"

    def test_nothing_makes_nothing(self):
        assert html.paragraphs(" \n\n \n") == ""

    @settings(deadline=None)
    @given(st.text())
    def test_all_that_shows_is_there_once_clean(self, typed):
        shown = html.to_text(html.clean(html.paragraphs(typed)))
        expected = html.to_text(html.paragraphs(typed))
        assert shown.split() == expected.split()


class TestRender:
    def test_text_is_text(self):
        assert html.render("I <3 foxes", html.TEXT) == "<p>I &lt;3 foxes</p>"

    def test_addresses_in_text_become_links(self):
        rendered = html.render("www.bbc.co.uk", html.TEXT)
        link = '<a href="http://www.bbc.co.uk" rel="nofollow ugc noopener">www.bbc.co.uk</a>'
        assert rendered == f"<p>{link}</p>"

    @given(st.text(TYPED, max_size=80) | st.lists(st.sampled_from(MARKUP)).map("".join))
    def test_what_is_not_cleaned_would_come_out_as_it_is(self, typed):
        assert html.render(typed, html.TEXT) == settle(html.paragraphs(typed))

    @pytest.mark.corpus
    def test_nor_would_what_strangers_type(self, corpora):
        lines = (corpora / "hostile-html.jsonl").read_text(encoding="utf-8").splitlines()
        naughty = json.loads((corpora / "naughty-strings.json").read_text(encoding="utf-8"))
        for typed in [*(json.loads(line)["input"] for line in lines), *naughty]:
            assert html.render(typed, html.TEXT) == settle(html.paragraphs(typed))

    def test_text_of_too_many_paragraphs_is_refused(self):
        with pytest.raises(html.TooDeep):
            html.render("x\n\n" * 6_000, html.TEXT)

    def test_html_is_cleaned(self):
        assert html.render("<p onclick=x>Hello</p>", html.HTML) == "<p>Hello</p>"

    def test_counts_what_was_typed(self):
        assert html.render("<" * 20_000, html.TEXT) == f"<p>{'&lt;' * 20_000}</p>"

    @pytest.mark.parametrize("body_format", [html.TEXT, html.HTML])
    def test_refuses_too_much(self, body_format):
        with pytest.raises(html.TooLong):
            html.render("x" * 20_001, body_format)
