import html5lib
from hypothesis import given
from hypothesis import strategies as st

from harringay import html

URL = "/forum/replies/7"


def quoted(clean_html):
    return html.quote(clean_html, author_name="Ben", url=URL)


class TestQuote:
    def test_says_who_wrote_it_and_where(self):
        assert quoted("<p>Foxes!</p>") == (
            '<blockquote cite="/forum/replies/7"><p>Ben wrote:</p><p>Foxes!</p></blockquote>'
        )

    def test_a_name_is_text(self):
        quote = html.quote("", author_name="<b>Ben & Mo", url=URL)
        assert "<p>&lt;b&gt;Ben &amp; Mo wrote:</p>" in quote

    def test_leaves_older_quotes_out(self):
        nested = "<blockquote><p>1</p><blockquote><p>2</p></blockquote></blockquote><p>Mine</p>"
        assert quoted(nested).endswith("<p>Ben wrote:</p><p>Mine</p></blockquote>")

    def test_a_long_text_is_cut_at_a_word(self):
        quote = quoted(f"<ul><li><b>{'fox ' * 400}</b></li></ul><p>More</p>")
        assert quote.endswith("fox fox…</b></li></ul></blockquote>")
        assert 950 < len(html.to_text(quote)) < 1050

    def test_passes_through_clean_unchanged(self):
        clean = html.clean('<p>Look &lt;here&gt;: <a href="/x?a=1&amp;b=2">x</a><br><i>y</i></p>')
        assert html.clean(quoted(clean)) == quoted(clean)

    @given(st.lists(st.integers(0, 600), max_size=12))
    def test_never_breaks_a_tag(self, lengths):
        clean = "".join(f"<p><b>{'x ' * length}</b></p>" for length in lengths)
        parser = html5lib.HTMLParser()
        parser.parseFragment(quoted(clean))
        assert not parser.errors
