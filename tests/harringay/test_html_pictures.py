"""Pictures in clean HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harringay import html
from harringay.html import pictures
from harringay.html.pictures import Picture

KEY = "aZ09_-aZ09_-aZ09_-aZ09"
KNOWN = {KEY: Picture(f"/media/pictures/{KEY}/1600.webp", 1200, 1600)}


class TestLine:
    def test_is_a_picture_in_plain_text(self):
        body = f"Look:\n{pictures.line(KEY, 'A fox')}\nthere"
        assert html.render_post(body, html.TEXT) == (
            f'<p>Look:<br><img src="/media/pictures/{KEY}/640.webp" alt="A fox"><br>there</p>'
        )

    @pytest.mark.parametrize(
        "words", ['A "fox" & <hen>', "it’s at www.foxes.org", "é\xa0@Asha", ""]
    )
    def test_keeps_the_words(self, words):
        rendered = html.render_post(pictures.line(KEY, words), html.TEXT)
        placed = pictures.place(rendered, KNOWN)
        assert html.to_text(placed) == " ".join(words.split())
        assert html.clean(placed) == placed

    def test_is_only_text_elsewhere(self):
        assert "<img" not in html.render(pictures.line(KEY, "A fox"), html.TEXT)

    @given(st.text(max_size=80))
    def test_whatever_the_words_only_one_picture_comes_of_it(self, words):
        rendered = html.render_post(pictures.line(KEY, words), html.TEXT)
        placed = pictures.place(rendered, KNOWN)
        assert placed.count("<img ") == 1
        assert html.clean(placed) == placed


class TestPlace:
    def test_says_how_large_it_is(self):
        source = f'<p>x <img src="/media/pictures/{KEY}/640.webp" alt="y" width="3"></p>'
        assert pictures.place(source, KNOWN) == (
            f'<p>x <img src="/media/pictures/{KEY}/1600.webp" alt="y"'
            ' width="1200" height="1600"></p>'
        )

    def test_leaves_out_what_is_not_known(self):
        source = f'<p>x</p><p><img src="/media/pictures/{KEY}/640.webp" alt="y"></p>'
        assert pictures.place(source, {}) == "<p>x</p>"

    def test_touches_nothing_else(self):
        assert pictures.place("<p> x </p>", KNOWN) == "<p> x </p>"


class TestMeasure:
    def test_says_how_large_known_ones_are_and_leaves_the_rest(self):
        other = '<img src="/media/pictures/x/64.webp" alt="z">'
        source = f'<p><img src="/media/pictures/{KEY}/1600.webp" alt="y">{other}</p>'
        measured = pictures.measure(source, KNOWN)
        assert 'alt="y" width="1200" height="1600">' in measured
        assert other in measured
        assert pictures.measure(measured, KNOWN) == measured


class TestStandingIn:
    def test_gives_each_of_ours_once_with_its_words(self):
        ours = f'<img src="/media/pictures/{KEY}/640.webp" alt="A &amp; B">'
        found = pictures.standing_in(f'<p>{ours}{ours}<img src="x" alt="no"></p>')
        assert found == [(f"/media/pictures/{KEY}/640.webp", "A & B")]


class TestAsShown:
    def test_offers_the_smaller_one_to_small_screens(self):
        source = pictures.place(f'<img src="/media/pictures/{KEY}/640.webp" alt="y">', KNOWN)
        shown = pictures.as_shown(source)
        assert (
            f'srcset="/media/pictures/{KEY}/640.webp 480w, /media/pictures/{KEY}/1600.webp 1200w"'
            in shown
        )
        assert shown.startswith('<img loading="lazy" ')
        assert 'width="1200" height="1600"' in shown

    def test_of_an_old_one_there_is_nothing_to_offer(self):
        source = f'<img src="/media/pictures/{KEY}/640.webp" alt="y">'
        assert pictures.as_shown(source) == source.replace("<img ", '<img loading="lazy" ')
