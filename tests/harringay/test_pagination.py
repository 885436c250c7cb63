"""Pages of whole branches, and pages that an address asks for."""

from itertools import pairwise

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from harringay.pagination import cut_branches, numbers_around, page_number


def cut(paths):
    return list(cut_branches(paths, step=1, size=3, cap=5))


class TestCutBranches:
    def test_ends_a_page_with_a_whole_branch(self):
        paths = ["a", "ab", "ac", "ad", "e", "f"]
        assert cut(paths) == ["a", "e"]

    def test_goes_on_overleaf_with_a_branch_past_the_cap(self):
        paths = ["a", "ab", "ac", "ad", "ae", "af", "ag"]
        assert cut(paths) == ["a", "af"]

    def test_has_no_page_where_there_is_nothing(self):
        assert cut([]) == []

    @given(st.sets(st.text("abc", min_size=1, max_size=4)))
    def test_no_page_is_ever_longer_than_the_cap(self, paths):
        ordered = sorted(paths)
        starts = cut(ordered)
        places = [ordered.index(start) for start in starts] + [len(ordered)]
        assert all(after - at <= 5 for at, after in pairwise(places))
        assert starts[:1] == ordered[:1]


class TestPageNumber:
    def test_is_the_first_where_none_is_asked_for(self):
        assert page_number(None) == 1

    @pytest.mark.parametrize("value", ["0", "-1", "0x1", "１", "", "01", "1.0", "9" * 40, "a"])
    def test_is_not_found_for_nonsense(self, value):
        with pytest.raises(Http404):
            page_number(value)


class TestNumbersAround:
    @pytest.mark.parametrize(
        ("number", "count", "numbers"),
        [
            (1, 1, [1]),
            (1, 4, [1, 2, 3, 4]),
            (1, 9, [1, 2, 3, None, 9]),
            (4, 9, [1, 2, 3, 4, 5, 6, None, 9]),
            (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
            (250, 500, [1, None, 248, 249, 250, 251, 252, None, 500]),
        ],
    )
    def test_leaves_out_what_is_far_away(self, number, count, numbers):
        assert numbers_around(number, count) == numbers
