"""That a child of eleven can read what it takes to report something (safety L-10)."""

import pytest

from forum.moderation.kinds import Kind
from tests.forum.moderation import reading_age
from tests.forum.moderation.reports import receive

pytestmark = pytest.mark.django_db

MOST = 7.0


class TestGrade:
    @pytest.mark.parametrize(
        ("word", "count"), [("fox", 1), ("made", 1), ("little", 2), ("wanted", 2), ("address", 2)]
    )
    def test_counts_syllables(self, word, count):
        assert reading_age.syllables_of(word) == count

    def test_tells_plain_words_from_others(self):
        plain = "The cat sat on the mat. It saw a fox."
        stiff = "Notwithstanding the aforementioned considerations, complainants must substantiate."
        assert reading_age.grade_of(plain) < 2
        assert reading_age.grade_of(stiff) > 12


class TestTheForm:
    @pytest.mark.parametrize(
        "address",
        [
            "/report",
            *(f"/report?kind={kind.value}" for kind in Kind),
            "/report/notice",
            "/reporting-and-complaints",
        ],
    )
    def test_asks_no_more_than_seven_years_of_school(self, client, address):
        text = reading_age.main_text_of(client.get(address).text)
        assert len(text) > 500
        assert reading_age.grade_of(text) <= MOST, text

    def test_nor_does_the_page_that_says_how_far_it_has_got(self, client):
        text = reading_age.main_text_of(client.get(receive("/about").status_path).text)
        assert reading_age.grade_of(text) <= MOST, text
