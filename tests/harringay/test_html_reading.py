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
