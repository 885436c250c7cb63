"""HTML that came by mail, read as its writer saw it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harringay import html


class TestMailToText:
    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("<p>One</p><p>Two</p>", "One\n\nTwo"),
            ("<div>One</div><div>Two</div>", "One\nTwo"),
            ("<div>One</div><div><br></div><div>Two</div>", "One\n\nTwo"),
            ("One<br>Two<br><br>Three", "One\nTwo\n\nThree"),
            ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
            ("<pre>one\n  two</pre>", "one\n  two"),
            ("A <b>bold</b>\n   word", "A bold word"),
            ("<head><style>p{}</style><title>x</title></head><p>One</p>", "One"),
            ("<p>a &lt; b &amp; c</p>", "a < b & c"),
            ("<script>alert(1)</script>One<img src=x onerror=y>", "One"),
            ("<table><tr><td>One</td></tr><tr><td>Two</td></tr></table>", "One\nTwo"),
        ],
    )
    def test_has_the_lines_that_were_seen(self, source, text):
        assert html.mail_to_text(source) == text

    def test_marks_what_is_quoted(self):
        source = "Yes.<blockquote>One<blockquote>Two</blockquote></blockquote>No."
        assert html.mail_to_text(source) == "Yes.\n\n> One\n\n> > Two\n\nNo."

    def test_is_empty_where_a_parser_would_make_too_much_of_it(self):
        assert not html.mail_to_text("<b><i><font>" * 2000 + "<p>x" * 2000)

    @given(st.text(alphabet="<>/pbdiv!-& \n\"'=blockquote", max_size=300))
    def test_breaks_on_nothing(self, source):
        assert "\x00" not in html.mail_to_text(source)
