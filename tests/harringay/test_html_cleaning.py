import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harringay import html

HOSTILE = json.loads(
    (Path(__file__).parents[1] / "data" / "hostile_html.json").read_text(encoding="utf-8")
)
TAGS = ["a", "b", "blockquote", "br", "code", "div", "h1", "i", "img", "li", "ol", "p", "pre"]
ODD_TAGS = ["math", "script", "select", "svg", "table", "td", "template", "tr"]

tags = st.builds(
    "<{}{}{}>".format, st.sampled_from(["", "/"]), st.sampled_from(TAGS + ODD_TAGS), st.text("/ ")
)
links = st.sampled_from(['<a href="', '<a href="/', '">', "http://", "www.a.uk", "a@b.uk", "&lt;"])
markup = st.lists(tags | links | st.text(max_size=8), max_size=30).map("".join)


class TestClean:
    @pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["rule"])
    def test_keeps_the_rule(self, case):
        assert html.clean(case["source"]) == case["clean"]

    @pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["rule"])
    def test_changes_nothing_twice(self, case):
        assert html.clean(case["clean"]) == case["clean"]

    @settings(max_examples=300, deadline=None)
    @given(markup)
    def test_changes_nothing_twice_whatever_it_was_given(self, source):
        try:
            cleaned = html.clean(source)
        except html.TooDeep:
            return
        assert html.clean(cleaned) == cleaned

    def test_takes_nothing(self):
        assert html.clean("") == ""


class TestBareAddresses:
    @pytest.mark.parametrize(
        ("text", "address"),
        [
            ("www.bbc.co.uk", "http://www.bbc.co.uk"),
            ("harringayonline.com/forum", "http://harringayonline.com/forum"),
            ("https://example.org/?a=1&amp;b=2", "https://example.org/?a=1&amp;b=2"),
            ("https://en.wikipedia.org/wiki/Ladder_(N8)", None),
            ("https://shop.example:8080/#top", None),
            ("https://müsli.example/größe", None),
            ("asha@example.org", "mailto:asha@example.org"),
        ],
    )
    def test_become_links(self, text, address):
        link = f'<a href="{address or text}" rel="nofollow ugc noopener">{text}</a>'
        assert html.clean(f"<p>See {text}</p>") == f"<p>See {link}</p>"

    @pytest.mark.parametrize(
        "around", ["({})", "{}.", "“{}”", "{}, then", "&lt;{}&gt;", "[{}]", "{}!"]
    )
    def test_end_where_the_sentence_goes_on(self, around):
        link = '<a href="http://www.n8.uk/x" rel="nofollow ugc noopener">www.n8.uk/x</a>'
        assert html.clean(around.format("www.n8.uk/x")) == around.format(link)

    @pytest.mark.parametrize(
        "source",
        [
            "<pre>www.bbc.co.uk <code>x</code> www.bbc.co.uk</pre>",
            "<code>asha@example.org</code>",
            "It was great.So we went on.to Turnpike Lane",
            "javascript://example.org/%0Aalert(1)",
            "ben@localhost",
        ],
    )
    def test_stay_text_where_no_link_was_meant(self, source):
        assert html.clean(source) == source

    def test_stay_as_they_are_within_a_link(self):
        link = '<a href="/x" rel="nofollow ugc noopener">www.bbc.co.uk</a>'
        assert html.clean(link) == link
