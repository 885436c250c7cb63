import pytest

from harringay import html


class TestToText:
    def test_paragraphs_are_apart(self):
        assert html.to_text("<p>One\n two</p>\n<p>Three<br>four</p>") == "One two\n\nThree\nfour"

    def test_a_list_has_dashes(self):
        clean = "<p>Bring:</p><ul>\n<li>bread</li>\n<li>salt</li></ul>"
        assert html.to_text(clean) == "Bring:\n\n- bread\n- salt"

    def test_code_keeps_its_lines(self):
        assert html.to_text("<pre>if fox:\n    run()</pre>") == "if fox:\n    run()"

    def test_a_picture_is_what_it_shows(self):
        assert html.to_text('<p><img src="/x.webp" alt="A fox"></p>') == "A fox"

    def test_characters_are_themselves_again(self):
        assert (
            html.to_text("<p>Fish &amp; chips &lt;3&nbsp;&amp;lt;</p>") == "Fish & chips <3\xa0&lt;"
        )


class TestSaysSomething:
    @pytest.mark.parametrize(
        "clean",
        ["One", "<p>One</p>", "<p>\n <b>1</b></p>", "<p>&amp;</p>", "<p>&nbsp;.</p>", "&lt;"],
    )
    def test_where_there_are_characters_to_be_seen(self, clean):
        assert html.says_something(clean)

    @pytest.mark.parametrize(
        "clean",
        ["", " \n", "<p> </p>", "<p>&nbsp;\u2003<br></p>", '<p><img src="/x.webp"></p>', "<hr>"],
    )
    def test_not_where_there_is_only_white_space(self, clean):
        assert not html.says_something(clean)
        assert not html.to_text(clean).strip()


class TestExcerpt:
    def test_is_one_line(self):
        assert html.excerpt("<p>One</p><ul><li>two</li></ul>") == "One - two"

    def test_is_cut_at_a_word(self):
        assert html.excerpt("<p>Foxes on Wightman Road</p>", 14) == "Foxes on…"
        assert html.excerpt("<p>Foxes on Wightman Road</p>", 9) == "Foxes on…"

    def test_cuts_a_word_only_if_it_is_all_there_is(self):
        assert html.excerpt("<p>Llanfairpwllgwyngyll</p>", 5) == "Llan…"

    def test_is_never_longer_than_asked(self):
        text = "<p>The quick brown fox</p>"
        assert all(len(html.excerpt(text, length)) <= length for length in range(1, 30))
