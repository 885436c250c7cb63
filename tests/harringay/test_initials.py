import pytest
from hypothesis import given
from hypothesis import strategies as st

from harringay.initials import TINT_COUNT, colour_index, initials


class TestInitials:
    @pytest.mark.parametrize(
        ("name", "letters"),
        [
            ("Asha Patel", "AP"),
            ("asha", "A"),
            ("Anne-Marie van der Berg", "AB"),
            ("green_lanes.fox", "GF"),
            ("  Mo   (N8) ", "MN"),
            ("Siobhán O’Brien", "SO"),
            ("e\N{COMBINING ACUTE ACCENT}lodie", "É"),
            ("Βασίλης Ωραίος", "ΒΩ"),
            ("Юлия Щукина", "ЮЩ"),
            ("王 小明", "王小"),
            ("محمد علي", "مع"),
            ("ßeta", "ß"),
            ("ﬁona 𝓑ell", "FB"),
            ("\N{RIGHT-TO-LEFT OVERRIDE}Ben", "B"),
        ],
    )
    def test_are_the_first_and_last_words_first_letters(self, name, letters):
        assert initials(name) == letters

    @pytest.mark.parametrize(
        ("name", "symbol"), [("🦊", "🦊"), ("🦊🦔", "🦊"), ("🦊 Fox", "F"), ("…", "?"), ("", "?")]
    )
    def test_a_name_without_letters_still_shows_something(self, name, symbol):
        assert initials(name) == symbol

    @given(st.text())
    def test_are_one_or_two_characters_of_any_name(self, name):
        assert 1 <= len(initials(name)) <= 2


class TestColourIndex:
    @given(st.characters(exclude_categories=[]))
    def test_is_one_of_the_tints(self, name):
        assert 0 <= colour_index(name) < TINT_COUNT

    def test_never_changes(self):
        assert (colour_index("Asha"), colour_index("王小明")) == (10, 11)

    def test_does_not_mind_capitals(self):
        assert colour_index("Asha Patel") == colour_index("ASHA patel")

    def test_uses_every_tint(self):
        assert {colour_index(f"Member {number}") for number in range(200)} == set(range(12))
