"""The search box's small language."""

import pytest

from forum.searching.language import Query, parse


class TestParse:
    def test_words_are_wanted_one_by_one(self):
        assert parse("foxes wightman") == Query(wanted=("foxes", "wightman"))

    def test_a_quoted_phrase_stays_together(self):
        assert parse('"green lanes" foxes').wanted == ("green lanes", "foxes")

    def test_curly_quotes_are_quotes(self):
        assert parse("“green lanes”").wanted == ("green lanes",)

    def test_a_quote_that_is_never_closed_takes_the_rest(self):
        assert parse('foxes "green lanes').wanted == ("foxes", "green lanes")

    def test_a_minus_leaves_out_a_word_or_a_phrase(self):
        assert parse('foxes -dogs -"green lanes"').unwanted == ("dogs", "green lanes")

    def test_a_hyphen_within_a_word_makes_a_phrase(self):
        assert parse("anti-social").wanted == ("anti social",)

    @pytest.mark.parametrize("typed", ["", "  ", '"', '""', "-", "&|!()*:", "- - -", "%_\\", "\0"])
    def test_operators_alone_want_nothing(self, typed):
        assert parse(typed) == Query(wanted=())

    def test_accents_are_composed(self):
        assert parse("cafe\N{COMBINING ACUTE ACCENT}").wanted == ("café",)

    def test_no_quote_survives_within_a_word(self):
        assert parse("""don't \\"; DROP TABLE--""").wanted == ("don t", "DROP TABLE")


class TestAsMatch:
    def test_every_term_is_quoted(self):
        query = parse('OR NEAR "green lanes" -AND -col:x*')
        assert query.as_match() == '"OR" "NEAR" "green lanes" NOT "AND" NOT "col x"'


class TestAsWebsearch:
    def test_every_term_is_quoted(self):
        assert parse("foxes or -dogs").as_websearch() == '"foxes" "or" -"dogs"'
