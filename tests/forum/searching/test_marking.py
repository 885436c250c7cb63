"""Marking the words that were found, and showing the piece of a text that has most of them."""

from forum.searching.entries import MARK_END, MARK_START
from forum.searching.marking import Marker, plain


def marked(text):
    return text.replace(MARK_START, "[").replace(MARK_END, "]")


class TestPlain:
    def test_leaves_tags_out_and_gives_signs_back(self):
        assert plain("<p>Fish &amp; <b>chips</b></p>\n<p>&lt;b&gt;</p>") == "Fish & chips <b>"


class TestWhole:
    def test_marks_each_form(self):
        assert marked(Marker({"fox", "Foxes"}).whole("Foxes: a fox!")) == "[Foxes]: a [fox]!"

    def test_marks_no_part_of_a_word(self):
        assert marked(Marker({"fox"}).whole("firefox foxglove fox_fox")) == (
            "firefox foxglove [fox]_[fox]"
        )

    def test_marks_nothing_where_nothing_was_found(self):
        assert Marker(set()).whole("A fox") == "A fox"


class TestPiece:
    def test_of_a_short_text_is_all_of_it(self):
        assert marked(Marker({"fox"}).piece("A fox.")) == "A [fox]."

    def test_of_a_long_text_says_where_it_was_cut(self):
        piece = marked(Marker({"fox"}).piece(f"{'before ' * 90}fox{' after' * 90}"))
        assert piece.startswith("…before ")
        assert piece.endswith(" after…")
        assert "[fox]" in piece

    def test_is_where_most_of_the_words_are(self):
        text = f"fox {'no ' * 200}fox cub {'no ' * 200}"
        assert "[fox] [cub]" in marked(Marker({"fox", "cub"}).piece(text))

    def test_is_the_first_of_those_that_have_as_many(self):
        text = f"{'no ' * 200}first fox {'no ' * 200}second fox{' no' * 200}"
        assert "first [fox]" in marked(Marker({"fox"}).piece(text))

    def test_marks_what_stands_at_its_edges_whole_or_not_at_all(self):
        for before in range(50, 70):
            text = f"{'x ' * before}fox {'y' * before} fox {'fox ' * 60}"
            piece = marked(Marker({"fox"}).piece(text)).strip("…")
            assert piece.count("fox") == piece.count("[fox]")

    def test_at_either_end_is_not_cut_there(self):
        assert not Marker({"fox"}).piece(f"fox {'no ' * 200}").startswith("…")
        assert marked(Marker({"fox"}).piece(f"{'no ' * 200}fox")).endswith("[fox]")

    def test_without_any_of_the_words_is_the_beginning(self):
        assert Marker({"fox"}).piece(f"begin {'no ' * 200}").startswith("begin no")

    def test_of_one_endless_word_is_cut_in_it(self):
        assert len(Marker({"fox"}).piece("x" * 9_000)) < 300
