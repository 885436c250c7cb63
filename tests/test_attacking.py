"""What an attacker would try everywhere: numbers to count, reading that writes, raw HTML."""

from contextlib import suppress

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from forum.moderation.models import AuditCheckpoint, AuditEntry
from forum.moderation.references import new_reference
from members.models.export import new_key
from tests.authorisation import addresses, admin_rows
from tests.authorisation.addresses import LEGACY, path_of
from tests.authorisation.asking import KEPT_BY, all_rows, ask, said_by, undone
from tests.authorisation.patterns import LED_ON, answer_of
from tests.authorisation.place import standing_place
from tests.authorisation.roles import Role
from tests.authorisation.rows import ROWS as OWN_ROWS

pytestmark = pytest.mark.django_db

ROWS = [*OWN_ROWS, *admin_rows.rows()]
HOSTILE = "<svg onload=x>\"'"


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), standing_place(tmp_path_factory.mktemp("media")) as place:
        yield place


# Whatever else has a number in its address would let anybody count it, or try the next one (S-31).
COUNTED_ANYWAY = {
    # Permanent links of what everyone may read; of what they may not, each is a 404.
    **{f"forum:{name}": "pk" for name in ("reply", "reply_to", "reply_edit", "reply_withdraw")},
    "forum:picture": "width",
    "members:avatar": "size",
    # The house rules and the terms are cited by their numbers.
    "moderation:rule": "number",
    "moderation:terms_version": "number",
    "moderation:transparency_year": "year",
    # Behind a signed key, which says whose it is.
    "moderation:decision": "pk",
}


class TestNumbersInAddresses:
    def test_are_of_nothing_that_is_private(self):
        numbered = {
            each.name: set(each.numbers)
            for each in addresses.every()
            if each.numbers
            and not each.name.startswith("admin:")
            and not each.view.startswith(LEGACY)
        }
        assert numbered == {name: {what} for name, what in COUNTED_ANYWAY.items()}

    def test_of_reports_and_exports_are_none_but_random_names(self):
        for new in (new_reference, new_key):
            made = [new() for _ in range(200)]
            assert len({name[:6] for name in made}) > 190


# Reading these leaves something behind, which is what they are for, or that they were read.
NOTED = {
    "forum:discussion": "how far a member has read",
    "admin:queue": "who saw a case first, and when",
    "admin:queue_case": "as above",
    "admin:moderation_safetyduties_record": "that it was taken out",
}


class TestReading:
    """State changes by POST alone (safety S-32)."""

    @pytest.mark.parametrize("row", [row for row in ROWS if row.name not in NOTED], ids=str)
    def test_changes_nothing(self, row, place):
        path = path_of(row.name, place.things[row.thing].shown)
        before = all_rows()
        for role in (Role.OWNER, Role.MEMBER, Role.VISITOR):
            if row.pattern.get[role] in {200, LED_ON}:
                with undone():
                    answer_of(ask(place.browsers[role], "GET", path))
                    after = all_rows()
                changed = {label for label, rows in after.items() if rows != before[label]}
                assert not changed, role
                break


class TestTheAdmin:
    """Whatever was written into any column, nothing of it is markup (safety S-62)."""

    @pytest.mark.parametrize("key", admin_rows.registered())
    def test_renders_nobody_s_html(self, key, place):
        owner, shown = place.browsers[Role.OWNER], place.things[f"a {key}"].shown
        with undone():
            _spoil()
            for page in ("changelist", "change", "history", "delete"):
                arguments = {} if page == "changelist" else shown
                answer = ask(owner, "GET", path_of(f"admin:{key}_{page}", arguments))
                assert answer_of(answer) in {200, 403, LED_ON}, page
                assert HOSTILE not in said_by(answer), page

    def test_is_where_it_is_looked_for(self, place):
        with undone():
            _spoil()
            page = ask(place.browsers[Role.OWNER], "GET", "/admin/members/member/")
            assert "&lt;svg onload=x&gt;" in said_by(page)


def _spoil() -> None:
    """Hostile words in every column that takes any."""
    for model in [each for label in KEPT_BY for each in apps.get_app_config(label).get_models()]:
        if model in {AuditEntry, AuditCheckpoint}:
            continue
        for field in model._meta.concrete_fields:
            if _takes_words(field):
                # A constraint, or a trigger, may refuse it.
                with suppress(IntegrityError), transaction.atomic():
                    model._base_manager.update(**{field.attname: HOSTILE})


def _takes_words(field) -> bool:
    is_text = type(field) in {models.CharField, models.TextField}
    # What the site alone makes up, and puts into addresses.
    is_ours = field.name in {"password", "avatar_key", "picture_key"}
    is_free = not (field.choices or field.unique or is_ours)
    is_long = field.max_length is None or field.max_length >= len(HOSTILE)
    return is_text and is_free and is_long
