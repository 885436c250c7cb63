"""Which words of a text are found by another form of them."""

import pytest
from django.db import connection

from forum.searching.stems import forms_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite marks words itself"),
]


class TestFormsIn:
    def test_are_all_that_have_the_same_stem(self):
        texts = ["A fox and two Foxes.", "Foxglove"]
        assert forms_in(texts, of=["foxes"]) == {"fox", "Foxes"}

    def test_of_a_phrase_are_those_of_each_word(self):
        assert forms_in(["Green Lanes"], of=["green lane"]) == {"Green", "Lanes"}

    @pytest.mark.parametrize("typed", ["école", "ecole", "ÉCOLE"])
    def test_are_found_with_and_without_their_accents(self, typed):
        assert forms_in(["Une école, une ecole"], of=[typed]) == {"école", "ecole"}

    def test_are_found_whatever_stands_around_them(self):
        texts = ["“Fox”, arctic-fox; (fox_FOX)", "fox", "firefox foxglove"]
        assert forms_in(texts, of=["fox"]) == {"Fox", "fox", "FOX"}

    def test_are_found_whatever_letters_they_begin_with(self):
        texts = ["Élan vital", "łódź i Żółw", "Харингей"]
        assert forms_in(texts, of=["elan", "Łódź", "żółw", "харингей"]) == {
            *("Élan", "łódź", "Żółw", "Харингей"),
        }

    def test_are_none_where_the_words_are_not(self):
        assert forms_in(["A fox"], of=["badger"]) == set()

    def test_are_asked_for_once(self, django_assert_num_queries):
        forms_in(["Hedgehogs"], of=["hedgehog"])
        with django_assert_num_queries(0):
            assert forms_in(["Hedgehogs, hedgehog"], of=["hedgehog"])
