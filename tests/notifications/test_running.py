"""From a reply to a mail on the real site, with whatever this run is about beneath it."""

import email
import re
from email import policy

import pytest

from tests.replying import Author
from tests.running_site import running_site, wait_until

pytestmark = pytest.mark.running

PREPARE = """
from django.utils import timezone
from forum.models import Event
from tests.factories import make_discussion, make_member
author = make_member(name="Ben Okafor", address="ben")
make_discussion(title="Foxes", author=make_member(name="Asha Ravindran", address="asha"))
Event.objects.update(told_at=timezone.now())
"""


def test_a_neighbours_answer_comes_by_mail_and_its_link_opens_it(tmp_path):
    with running_site(tmp_path, MAIL_HOLD_SECONDS="0", EMAIL_URL="") as site:
        ben = Author(site, PREPARE)
        site.start()
        ben.reply("foxes", "I saw them too, by the railway.")
        assert wait_until(lambda: list(site.data.glob("mail/*.eml")), seconds=60), site.logs()
        (mail,) = site.data.glob("mail/*.eml")
        parsed = email.message_from_bytes(mail.read_bytes(), policy=policy.default)
        assert parsed["To"] == "asha@example.org"
        body = parsed.get_body(("plain",))
        assert body
        words = body.get_content()
        assert "I saw them too, by the railway." in words
        link = re.search(r"(/forum/replies/\d+)", words)
        assert link
        place = site.get(link[1]).headers["Location"]
        page, anchor = place.split("#")
        assert f'id="{anchor}"' in site.get(page).text
