"""The numbers of entries."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.searching.entries import Entry
from forum.searching.numbering import entry_of, number_of, numbers_between

MOMENT = datetime(2012, 6, 4, 10, 30, tzinfo=UTC)


class TestNumber:
    @pytest.mark.parametrize("kind", ["discussion", "reply"])
    @pytest.mark.parametrize("pk", [1, 1_000_000_000])
    @pytest.mark.parametrize("moment", [MOMENT, datetime(1912, 1, 1, tzinfo=UTC)])
    def test_gives_the_entry_back(self, kind, pk, moment):
        entry = Entry(kind, pk)
        assert entry_of(number_of(entry, moment)) == entry

    def test_of_something_later_is_higher(self):
        earlier = number_of(Entry("reply", 9), MOMENT)
        later = number_of(Entry("discussion", 1), MOMENT + timedelta(seconds=1))
        assert earlier < later

    def test_lies_between_the_moments_around_it(self):
        lowest, highest = numbers_between(MOMENT, MOMENT)
        assert lowest < number_of(Entry("reply", 9), MOMENT) <= highest
        assert not lowest < number_of(Entry("reply", 9), datetime.now(UTC)) <= highest

    @pytest.mark.parametrize("year", [1, 9999])
    def test_fits_where_databases_keep_it_however_far_away(self, year):
        moment = MOMENT.replace(year=year)
        lowest, highest = numbers_between(moment, moment)
        assert -(2**63) <= lowest < 2**63
        assert -(2**63) <= highest < 2**63
