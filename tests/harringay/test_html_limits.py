from contextlib import suppress

import pytest

from harringay import html
from harringay.html import limits


class TestLength:
    def test_is_taken_up_to_the_limit(self):
        assert html.clean("x" * limits.LENGTH) == "x" * limits.LENGTH

    def test_is_refused_beyond_it_in_words_for_its_author(self):
        with pytest.raises(html.TooLong, match="That is 20,001 characters long, and we take up to"):
            html.clean("x" * (limits.LENGTH + 1))


class TestDepth:
    def test_is_taken_up_to_the_limit(self):
        nest = "<blockquote>" * limits.DEPTH + "x" + "</blockquote>" * limits.DEPTH
        assert html.clean(nest) == nest

    @pytest.mark.parametrize("tag", ["<blockquote>", "<b>", "<ul><li>", "<div>", "<pre>"])
    def test_is_refused_beyond_it_in_words_for_its_author(self, tag):
        with pytest.raises(html.TooDeep, match="Please simplify them"):
            html.clean(tag * (limits.DEPTH + 1))

    def test_is_not_counted_for_what_closes_itself(self):
        assert html.clean("<p>x" * 100) == "<p>x</p>" * 100

    @pytest.mark.parametrize(
        "closing", ["", "<!--</b>-->", '<i x="</b>"></i>', "<select></b></select>"]
    )
    def test_is_refused_where_every_paragraph_would_open_it_again(self, closing):
        formatting = "".join(f"<b n={number}>{closing}" for number in range(300))
        with pytest.raises(html.TooDeep):
            html.clean(f"<p>{formatting}" + "<p>x" * 1000)

    def test_allows_as_much_formatting_as_fits(self):
        source = "<p>Hello <b>world</b></p>" * 800
        assert html.clean(source) == source


# S-05: each was made to be slow; the time itself is measured in bench/, not here.
WORST = [
    *["<blockquote>", "<b>", "<i><b><u>", "<a><div>", "<select><b>", "<table><p>", "<td>"],
    *["<p>", "<p>x", "<li>x", "<br>", "<code>x</code>", "<a href=/x>x</a>"],
    *["<", "<a", "<!--", "&", "&lt;", "&#60;", "&nbsp;", "\xa0"],
    *["a", "a-", "a@", "a.", "a.uk ", "a@b.uk ", "http://", "http://a/)", ")"],
]


class TestWorstCases:
    @pytest.mark.parametrize("piece", WORST)
    def test_come_back_or_are_refused(self, piece):
        source = (piece * limits.LENGTH)[: limits.LENGTH]
        with suppress(html.Unclean):
            assert "<script" not in html.clean(source)

    def test_of_many_attributes_come_back(self):
        attributes = " ".join(f"a{number}=1" for number in range(2500))
        assert html.clean(f"<p {attributes}>x") == "<p>x</p>"

    def test_of_crossed_tags_come_back_or_are_refused(self):
        with pytest.raises(html.TooDeep):
            html.clean("<a><b><i>" * 1000 + "</a>" * 1000)
