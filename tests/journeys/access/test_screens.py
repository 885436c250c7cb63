"""What every page looks like, kept in DATA_DIR/screens for whoever changes it: `make screens`.

No test of the suite: `make test` leaves it out. A page that is wider than its window fails, and so
does one that answers with an error; the rest is for eyes.
"""

import re
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings

from forum import demoing
from members.models import Member
from tests.authorisation import admin_rows
from tests.authorisation.addresses import path_of
from tests.authorisation.place import Place, make_place
from tests.authorisation.roles import Role
from tests.journeys.access.pages import own_paths_of

pytestmark = [pytest.mark.screens, pytest.mark.django_db(transaction=True)]

WIDTHS = {360: 740, 768: 1024, 1280: 800}
TALLEST = 4000  # pixels; what is beneath that looks like what is above it
KINDS_OF_ROWS = ("_changelist", "_add", "_change")
FIRST = "first@example.org"
SCHEMES = ("light", "dark")
WIDER = "document.documentElement.scrollWidth > innerWidth"
# The admin's colours take a moment to turn.
SETTLED = """async () => {
  await Promise.allSettled(document.getAnimations().map((each) => each.finished));
}"""
HEIGHT = "document.documentElement.scrollHeight"


@pytest.fixture
def place(db, media_root):
    """The demo neighbourhood, and one of everything that an address can name."""
    demoing.seed_demo()
    # Two owners would be at one address.
    first = Member.objects.filter(address="owner")
    EmailAddress.objects.filter(user__in=first).update(email=FIRST)
    first.update(address="first", email=FIRST)
    return make_place(media_root)


def named(path: str) -> str:
    """A file's name for a page."""
    return re.sub(r"[^\w.]+", "-", path.strip("/"))[:90] or "front"


def every_path(role: Role, place: Place) -> list[str]:
    """What pages.py knows; and to the owner, the admin's pages of each kind of row."""
    paths = own_paths_of(role, place)
    if role == Role.OWNER:
        shown = [row for row in admin_rows.rows() if row.name.endswith(KINDS_OF_ROWS)]
        paths += [
            path_of(row.name, place.things[row.thing].shown)
            for row in shown
            if row.pattern.get[role] == 200
        ]
    return paths


@pytest.mark.parametrize("role", [Role.VISITOR, Role.MEMBER, Role.MODERATOR, Role.OWNER])
def test_every_page_is_kept(signed_in_as, live_server, place, role):
    page = signed_in_as(role)
    folder = Path(settings.DATA_DIR) / "screens" / role
    folder.mkdir(parents=True, exist_ok=True)
    wider = []
    for path in every_path(role, place):
        page.goto(f"{live_server.url}{path}")
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            if page.evaluate(WIDER):
                wider.append(f"{width}: {path}")
            tall = min(page.evaluate(HEIGHT), TALLEST)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                page.evaluate(SETTLED)
                page.screenshot(
                    path=folder / f"{named(path)}-{width}-{scheme}.png",
                    clip={"x": 0, "y": 0, "width": width, "height": tall},
                    full_page=True,
                )
    assert not wider, "\n".join(wider)
