import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harringay import text


class TestSingleLine:
    @pytest.mark.parametrize(
        ("typed", "line"),
        [
            ("  Foxes \t on\n\nWightman\xa0Road ", "Foxes on Wightman Road"),
            ("Cafe\N{COMBINING ACUTE ACCENT}", "Café"),
            ("Fo\x00x\x1b\x7f\x9f", "Fox"),
            ("abc\N{RIGHT-TO-LEFT OVERRIDE}txt.exe\N{LEFT-TO-RIGHT ISOLATE}", "abctxt.exe"),
            ("\ud800Fox\uffff\ufffe\ufeff", "Fox"),
            ("\N{ZERO WIDTH SPACE}\N{SOFT HYPHEN}\N{WORD JOINER}", ""),
            ("one\N{LINE SEPARATOR}two", "one two"),
            ("👩\N{ZERO WIDTH JOINER}👧", "👩\N{ZERO WIDTH JOINER}👧"),
        ],
    )
    def test_is_what_is_seen(self, typed, line):
        assert text.single_line(typed) == line

    @given(st.text())
    def test_changes_nothing_twice(self, typed):
        line = text.single_line(typed)
        assert text.single_line(line) == line
        assert unicodedata.is_normalized("NFC", line)
        assert "\n" not in line


class TestPlain:
    def test_keeps_lines_and_tabs(self):
        assert text.plain(" one\r\n\r\n\ttwo\rthree \n") == "one\n\n\ttwo\nthree"

    @given(st.text(st.characters()))
    def test_is_something_a_database_and_a_feed_can_hold(self, typed):
        kept = text.plain(typed)
        assert text.plain(kept) == kept
        assert kept.encode().decode() == kept
        assert not any(unicodedata.category(one) == "Cc" for one in kept if one not in "\n\t")


class TestSlugify:
    @pytest.mark.parametrize(
        ("title", "slug"),
        [
            (
                '2003: "Harringay has become invisible with no identity". Have we moved on?',
                "2003-harringay-has-become-invisible-with-no-identity-have-we-move",
            ),
            (
                "A Quiet 10th Birthday for Harringay Online",
                "a-quiet-10th-birthday-for-harringay-online",
            ),
            ("What's the best example?", "what-s-the-best-example"),
            ("Côte d’Azur – ½ price", "cote-d-azur-1-2-price"),
            ("Kırmızı ışık, Łódź, Straße", "kirmizi-isik-lodz-strasse"),
            ("--- Foxes! ---", "foxes"),
            ("狐", "discussion"),
            ("", "discussion"),
        ],
    )
    def test_is_made_as_the_old_site_made_it(self, title, slug):
        assert text.slugify(title) == slug

    def test_never_ends_in_a_dash(self):
        assert text.slugify("x" * 64 + " y") == "x" * 64

    @given(st.text())
    def test_changes_nothing_twice(self, title):
        assert text.slugify(text.slugify(title)) == text.slugify(title)


class TestSkeleton:
    @pytest.mark.parametrize(
        "name",
        [
            "Mo Olan",
            "MO OLAN",
            "Мо Оlаn",
            "M0 0lan",
            "rno olan",
            "Mo\N{ZERO WIDTH SPACE}Olan",
            "Ｍo OIan",
        ],
    )
    def test_is_the_same_for_what_looks_the_same(self, name):
        assert text.skeleton(name) == text.skeleton("mo olan")

    @pytest.mark.parametrize("name", ["Moe Olan", "Mo Alan", "Asha", "Mö Olan", "王小明"])
    def test_is_another_for_what_looks_different(self, name):
        assert text.skeleton(name) != text.skeleton("mo olan")

    @given(st.text(string.ascii_letters + string.digits))
    def test_does_not_depend_on_case(self, name):
        assert text.skeleton(name.upper()) == text.skeleton(name.lower()) == text.skeleton(name)
