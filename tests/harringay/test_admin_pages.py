"""What all lists in the admin have in common."""

from datetime import UTC, datetime

import pytest

from tests.factories import make_discussion
from tests.forum.moderation.reported import make_case

pytestmark = pytest.mark.django_db

MENU = '<select name="action"'


def test_a_list_has_a_menu_of_actions_where_there_is_something_to_put_them_to(owner_client, asha):
    assert MENU not in owner_client.get("/admin/forum/discussion/").text

    make_discussion(author=asha)

    assert MENU in owner_client.get("/admin/forum/discussion/").text
    assert MENU not in owner_client.get("/admin/forum/discussion/?q=nothing+has+this").text


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("members/member", "Members"),
        ("moderation/assessment", "Assessments"),
        ("forum/feedpolls", "Who fetches the feeds"),
    ],
)
def test_a_list_is_called_by_what_is_in_it(owner_client, path, name):
    page = owner_client.get(f"/admin/{path}/").text
    assert f"<h1>{name}</h1>" in page
    assert f"<title>{name} | " in page


def test_times_are_by_24_hours(owner_client, asha):
    case = make_case(make_discussion(author=asha))
    type(case).objects.update(opened_at=datetime(2026, 7, 9, 13, 5, tzinfo=UTC))

    page = owner_client.get("/admin/moderation/case/").text

    assert "9 Jul 2026, 14:05" in page
    assert "p.m." not in page
