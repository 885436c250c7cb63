"""How moments are written where a page does not say it itself."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone
from django.utils.formats import date_format, localize

from tests.factories import make_reply

MORNING = datetime(2026, 11, 29, 8, 32, tzinfo=UTC)
AFTERNOON = datetime(2026, 6, 9, 17, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "words"), [(MORNING, "29 Nov 2026, 08:32"), (AFTERNOON, "9 Jun 2026, 18:05")]
)
def test_a_moment_is_a_british_date_and_a_time_of_24_hours(moment, words):
    assert localize(timezone.localtime(moment)) == words
    assert date_format(timezone.localtime(moment), "TIME_FORMAT") == words[-5:]


@pytest.mark.django_db
def test_so_it_is_in_the_admin_s_lists(owner_client):
    posted = timezone.localtime(make_reply().posted_at)
    page = owner_client.get("/admin/forum/reply/").text
    assert f"{posted:%b %Y, %H:%M}</td>" in page
