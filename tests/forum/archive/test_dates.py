"""Moments in every form the old site wrote."""

import pytest

from forum.archive import dates


class TestMoment:
    @pytest.mark.parametrize(
        ("written", "instant"),
        [
            ("2010-03-31T20:15:00.000Z", "2010-03-31T20:15:00+00:00"),
            ("2005-10-05T06:50:23-07:00", "2005-10-05T06:50:23-07:00"),
            ("2011-08-07 19:00", "2011-08-07T19:00:00+01:00"),
            ("2011-12-07 19:00", "2011-12-07T19:00:00+00:00"),
            (" 2011-12-07 ", "2011-12-07T00:00:00+00:00"),
        ],
    )
    def test_keeps_its_instant(self, written, instant):
        found = dates.moment(written)
        assert found is not None
        assert found.isoformat() == instant

    @pytest.mark.parametrize(
        "written", ["", None, 7, "yesterday", "2010-13-40", "0001-01-01", "9999-12-31T23:59:59Z"]
    )
    def test_is_none_for_anything_else(self, written):
        assert dates.moment(written) is None


class TestInWords:
    @pytest.mark.parametrize(
        ("written", "words"),
        [
            ("2011-08-07 19:00", "Sunday 7 August 2011, 19:00"),
            ("2011-08-07T18:00:00Z", "Sunday 7 August 2011, 19:00"),
            ("2011-08-07", "Sunday 7 August 2011"),
        ],
    )
    def test_says_it_as_it_was_in_london(self, written, words):
        found = dates.moment(written)
        assert found is not None
        assert dates.in_words(found) == words
