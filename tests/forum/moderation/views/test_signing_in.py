"""What those who are kept out are led to as they sign in."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from forum.moderation.models import Action
from tests.factories import PASSWORD, make_reply
from tests.forum.moderation.reported import decide, make_case

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("action", [Action.SUSPEND, Action.BAN])
def test_is_the_page_of_the_decisions_about_them_and_needs_no_signing_in(client, asha, mo, action):
    case = make_case(make_reply(author=asha))
    decide(case, action, by=mo, until=timezone.now() + timedelta(days=7))

    refused = client.post("/accounts/login/", {"login": asha.email, "password": PASSWORD})

    assert refused.status_code == 403
    link = re.search(r'href="(/decisions/[^"]+)">Decisions about me', refused.text)
    assert link
    page = client.get(link[1])
    assert page.status_code == 200
    assert "Decisions about you" in page.text
    assert f"{link[1]}/" in page.text
