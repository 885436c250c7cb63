"""How moments are written where a page does not say it itself."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone
from django.utils.formats import date_format, localize

from forum.models import Revision
from forum.moderation.models import Action, AuditEntry, Decision
from members.models import Breach
from notifications.models import Edition, Mail, MailKind
from tests.factories import make_reply

MORNING = datetime(2026, 11, 29, 8, 32, tzinfo=UTC)
AFTERNOON = datetime(2026, 6, 9, 17, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "words"), [(MORNING, "29 Nov 2026, 08:32"), (AFTERNOON, "9 Jun 2026, 18:05")]
)
def test_a_moment_is_a_british_date_and_a_time_of_24_hours(moment, words):
    assert localize(timezone.localtime(moment)) == words
    assert date_format(timezone.localtime(moment), "TIME_FORMAT") == words[-5:]


# In summer, when it is tomorrow already by the clocks here.
LATE = datetime(2026, 7, 8, 23, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (AuditEntry(act="see case", at=LATE), "see case, 9 Jul 2026, 00:05"),
        (Breach(noticed_at=LATE), "Breach noticed on 9 Jul 2026, 00:05"),
        (Decision(action=Action.HIDE, made_at=LATE), "Hide it, 9 Jul 2026"),
        (Edition(issued_on=date(2026, 7, 9)), "The edition of 9 July 2026"),
        (Mail(kind=MailKind.PUSH, created_at=LATE), "To a browser, 9 Jul 2026, 00:05"),
        (Revision(replaced_at=LATE), "Before 9 Jul 2026, 00:05"),
    ],
    ids=lambda part: type(part).__name__,
)
def test_so_it_is_in_what_a_row_is_called(row, name):
    assert str(row) == name


@pytest.mark.django_db
def test_so_it_is_in_the_admin_s_lists(owner_client):
    posted = timezone.localtime(make_reply().posted_at)
    page = owner_client.get("/admin/forum/reply/").text
    assert f"{posted:%b %Y, %H:%M}</td>" in page
