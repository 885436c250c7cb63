"""What a POST sends to each address that takes one: its form, rightly filled in."""

import io
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from forum.models import Category, Draft, Follow
from forum.moderation import grounds
from forum.moderation.kinds import Kind
from forum.moderation.models import Case
from notifications import editions
from tests import filling
from tests.authorisation.moderated import SAID
from tests.authorisation.place import Place
from tests.authorisation.roles import Role
from tests.factories import PASSWORD

Form = Mapping[str, Any]


def _new_discussion(_place: Place) -> Form:
    category = Category.objects.get(slug="wildlife")
    return {"title": "Owls", "category": category.pk, "body": "One owl.", "tags": "owls"}


def _followed(_place: Place) -> Form:
    """What the author follows, to which they hold the only key."""
    row = Follow.objects.get(member__address="author", discussion__slug="foxes")
    return {"follow": row.pk, "level": "edition"}


def _draft(_place: Place) -> Form:
    """What the author has begun, which is nobody else's to throw away."""
    return {"draft": Draft.objects.get(member__address="author").pk}


def _picture(_place: Place) -> Form:
    drawn = io.BytesIO()
    Image.new("RGB", (20, 20), "teal").save(drawn, "PNG")
    return {"picture": SimpleUploadedFile("me.png", drawn.getvalue(), "image/png")}


def _sign_in(place: Place) -> Form:
    return {"login": place.people[Role.MEMBER].email, "password": PASSWORD}


def _next_edition(_place: Place) -> Form:
    return {"day": editions.next_day(timezone.now()).isoformat(), "word": "Good evening."}


def _case(**said: Any) -> Callable[[Place], Form]:
    """What a moderator says of the case that waits, as they had read it."""
    return lambda place: {"version": Case.objects.get(**_key_of(place)).version, **said}


def _key_of(place: Place) -> dict[str, Any]:
    return {"pk": place.things["case"].shown["key"]}


def _joined(place: Place) -> Form:
    """It becomes part of the author's, which waits as well."""
    other = Case.objects.exclude(**_key_of(place)).filter(reply__author__address="author").first()
    return {**_case()(place), "to": other.pk if other else 0}


def _decision(place: Place) -> Form:
    return {**_case(action="hide", days=7, **SAID)(place), "ground": grounds.likely(Kind.RULES)}


def _proposal(place: Place) -> Form:
    form = _case(kind="note", label="It is on Tuesday.", **SAID)(place)
    return {**form, "ground": grounds.likely(Kind.RULES)}


def _said(**form: Any) -> Callable[[Place], Form]:
    return lambda _place: form


NEW_PASSWORD = "three herons on the reservoir"


def _joined_by_a_person(_place: Place) -> Form:
    who = {"name": "New Neighbour", "email": "new@example.org", "password1": NEW_PASSWORD}
    return who | {"age": "old enough"} | filling.after()


def _back_tomorrow(_place: Place) -> Form:
    return {"until": timezone.localdate() + timedelta(days=1)}


FORMS: Mapping[str, Callable[[Place], Form]] = {
    "forum:discussion_new": _new_discussion,
    "forum:discussion_edit": _said(title="Foxes", body="Four of them.", tags="urban"),
    "forum:discussion_draft": _said(title="Owls", body="One owl."),
    "forum:drafts": _draft,
    "forum:reply_draft": _said(body="I saw"),
    "forum:replies": _said(body="I saw one too."),
    "forum:reply_edit": _said(body="I saw two."),
    "members:settings": _said(name="Somebody Else", area="Wightman Road", about="I walk."),
    "members:settings_address": _said(address="another-address"),
    "members:settings_reading": _said(text_size="larger"),
    "forum:pictures": lambda place: {**_picture(place), "picture_words": "A teal square"},
    "members:settings_avatar": _picture,
    "notifications:welcome": lambda _place: {
        "categories": [Category.objects.get(slug="wildlife").pk],
        "edition": "weekly",
    },
    "notifications:preferences": _said(
        to_me="now", replies="edition", discussions="weekly", edition="weekly"
    ),
    "notifications:following": _followed,
    "notifications:private_feeds": _said(kind="notifications"),
    "notifications:unsubscribe": _said(stop="discussion"),
    "account_login": _sign_in,
    "account_signup": _joined_by_a_person,
    "account_request_login_code": _said(email="member@example.org"),
    "account_reset_password": _said(email="member@example.org"),
    "account_reauthenticate": _said(password=PASSWORD),
    "account_change_password": _said(oldpassword=PASSWORD, password1=NEW_PASSWORD),
    "account_email": _said(email="elsewhere@example.org", action_add=""),
    "admin:notifications_next_edition": _next_edition,
    "admin:members_safeguards_turn": _said(switch="links_held"),
    "admin:members_safeguards_away": _back_tomorrow,
    "admin:queue_decide": _decision,
    "admin:queue_turn": _case(way="claim"),
    "admin:queue_note": _said(text="I know the street."),
    "admin:queue_join": _joined,
    "admin:queue_propose": _proposal,
    "admin:queue_hold": _said(reason="A letter from the police."),
    "admin:queue_demand": _said(
        authority="police",
        words="Who wrote this?",
        kind="fraud",
        received_on="2026-01-05",
        answer_by=f"{timezone.localdate() + timedelta(days=28)}",
    ),
    "admin:queue_seclude": _case(),
    "admin:queue_tick": _said(to="iwf", is_told="on"),
    "admin:queue_reference": _said(reference="NCA-2026-17"),
    "admin:queue_unveil": _said(reason="To tell what it shows."),
    "admin:queue_poster": _said(reason="A court asks."),
    "members:leave": _said(choice="keep"),
    "moderation:decision": _said(words="I had asked my neighbour first."),
    "moderation:appeal": _said(words="It has been said again since."),
    "moderation:notice_answer": _said(wish="down"),
    "moderation:proposal": _said(agrees="no"),
    "mfa_edit_webauthn": _said(name="My blue key"),
}


def form_for(name: str, place: Place) -> Form:
    """Empty where a button is all there is."""
    return FORMS[name](place) if name in FORMS else {}
