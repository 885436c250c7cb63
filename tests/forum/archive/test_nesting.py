"""Who answered whom."""

from forum.archive import nesting


def at(*places):
    return [{"id": f"c{nth}", "commentTimestamps": place} for nth, place in enumerate(places)]


class TestParents:
    def test_by_the_path_of_seconds(self):
        assert nesting.parents(at("100", "100 200", "300", "100 200 400")) == [None, 0, None, 1]

    def test_any_key_that_ends_so_will_do(self):
        comments = [{"x_CommentTimestamps": "100 X"}, {"x_CommentTimestamps": "100 200 X"}]
        assert nesting.parents(comments) == [None, 0]

    def test_a_missing_parent_leaves_the_nearest_above_it(self):
        assert nesting.parents(at("100", "100 200 300", "700 800")) == [None, 0, None]

    def test_by_a_parent_key(self):
        comments: list[dict[str, object]] = [
            {"id": "a"},
            {"id": "b", "parentId": "a"},
            {"id": "c", "parent": {"id": "b"}},
        ]
        assert nesting.parents(comments) == [None, 0, 1]

    def test_an_unknown_parent_is_none(self):
        assert nesting.parents([{"id": "a", "parentId": "z"}]) == [None]

    def test_circles_are_cut(self):
        comments = [{"id": "a", "parentId": "b"}, {"id": "b", "parentId": "a"}]
        assert nesting.parents(comments) == [None, 0]

    def test_nobody_answers_themselves(self):
        assert nesting.parents([{"id": "a", "parentId": "a"}]) == [None]

    def test_flat_where_nothing_is_said(self):
        assert nesting.parents([{"id": "a"}, {}, {"commentTimestamps": None}]) == [None] * 3


class TestReadingOrder:
    def test_oldest_first(self):
        assert nesting.reading_order([3, 1, 2], [None, None, None]) == [1, 2, 0]

    def test_never_an_answer_before_what_it_answers(self):
        # A clock was put back: the answer (0) is older than what it answers (1).
        assert nesting.reading_order([1, 5, 3], [1, None, None]) == [2, 1, 0]

    def test_file_order_breaks_ties(self):
        assert nesting.reading_order([1, 1, 1], [None, None, None]) == [0, 1, 2]
