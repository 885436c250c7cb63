"""A program fills in what nobody sees, and is quicker than anybody."""

import pytest
from django import forms

from harringay.for_people import FILLED, TOO_OLD, TOO_QUICK, ForPeople
from tests import filling


class Letter(ForPeople):
    words = forms.CharField()


def problems(**sent):
    form = Letter({"words": "Hello"} | sent)
    return [] if form.is_valid() else form.non_field_errors()


class TestForPeople:
    @pytest.mark.parametrize("seconds", [3, 20, 60 * 60 * 23])
    def test_takes_what_a_neighbour_sends(self, seconds):
        assert problems(**filling.after(seconds)) == []

    @pytest.mark.parametrize("seconds", [0, 1, 2])
    def test_asks_whoever_is_very_quick_to_wait(self, seconds):
        assert problems(**filling.after(seconds)) == [TOO_QUICK]

    def test_asks_again_after_a_day(self):
        assert problems(**filling.after(60 * 60 * 25)) == [TOO_OLD]

    @pytest.mark.parametrize("forged", ["", "shown", "shown:1sWxyz:forged", "\0", "é" * 5000])
    def test_takes_no_stamp_but_its_own(self, forged):
        assert problems(shown_at=forged) == [TOO_OLD]

    def test_asks_whoever_fills_in_the_decoy(self):
        assert problems(**filling.after() | {"homepage": "http://cheap.example"}) == [FILLED]

    def test_shown_again_the_decoy_is_empty_and_a_good_stamp_is_kept(self):
        sent = filling.after(1) | {"homepage": "http://cheap.example"}
        form = Letter({"words": "Hello"} | sent)
        assert form["homepage"].value() == ""
        assert form["shown_at"].value() == sent["shown_at"]
        assert form["words"].value() == "Hello"

    def test_shown_again_a_stamp_that_is_too_old_is_new(self):
        shown_at = Letter({"words": "Hello", "shown_at": "forged"})["shown_at"].value()
        assert problems(shown_at=shown_at) == [TOO_QUICK]

    def test_the_decoy_says_what_it_is_and_is_in_nobody_s_way(self):
        decoy = str(Letter()["homepage"])
        assert 'autocomplete="off"' in decoy
        assert 'tabindex="-1"' in decoy
        assert "required" not in decoy
        assert Letter()["homepage"].label == "Leave this empty"
