"""Who may ask what of every address: each name, method and role (safety S-27 and S-28).

The expectations are a table: tests/authorisation/rows.py, and admin_rows.py for the admin.
"""

import re

import pytest
from django.urls import resolve
from django.utils import timezone

from tests.authorisation import addresses, admin_rows
from tests.authorisation.addresses import LEGACY as LEGACY_VIEWS
from tests.authorisation.addresses import path_of
from tests.authorisation.asking import (
    TOKEN,
    ask,
    post_as_browsers_do,
    pressed,
    said_by,
    told_by,
    undone,
)
from tests.authorisation.comparing import columns, left_behind
from tests.authorisation.filled_in import form_for
from tests.authorisation.legacy_rows import LEGACY
from tests.authorisation.patterns import LED_ON, REFUSALS, SIGN_IN, answer_of
from tests.authorisation.place import standing_place
from tests.authorisation.roles import STAFF, Role
from tests.authorisation.rows import ROWS as OWN_ROWS

ROWS = [*OWN_ROWS, *admin_rows.rows()]
# What stands in an address and may be hidden from some.
THINGS_HIDDEN = {
    *("discussion", "reply", "picture", "file", "category", "tag", "member", "page", "decision"),
    *("discussion feed", "category feed", "tag feed", "member feed"),
}

TAKES_POSTS = [
    row
    for row in OWN_ROWS
    if {LED_ON, 200} & set(row.pattern.post.values()) and row.pattern.post != row.pattern.get
]
# Whoever has most to gain from a field too many.
MOST_AT_STAKE = [Role.AUTHOR, Role.MEMBER, Role.VISITOR, Role.MODERATOR, Role.OWNER]

pytestmark = pytest.mark.django_db
every_row = pytest.mark.parametrize("row", ROWS, ids=str)


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory):
    """One neighbourhood for all of these tests; whatever they ask for is undone each time."""
    with django_db_blocker.unblock(), standing_place(tmp_path_factory.mktemp("media")) as place:
        yield place


def differences(got, expected):
    """What each got who should have got something else, and what they should have got."""
    return {
        str(role): (answer, expected[role])
        for role, answer in got.items()
        if answer != expected[role]
    }


class TestTheTable:
    def test_has_a_row_for_every_address(self):
        ours = {each.name for each in addresses.every() if not each.view.startswith(LEGACY_VIEWS)}
        missing = ours - {row.name for row in ROWS}
        assert not missing, f"Say in tests/authorisation/rows.py who may ask what of {missing}."

    def test_has_no_row_for_an_address_that_there_is_not(self):
        assert {row.name for row in ROWS} <= {each.name for each in addresses.every()}

    def test_says_of_every_model_who_may_do_what_with_it(self):
        assert set(admin_rows.registered()) == set(admin_rows.ADMIN)

    def test_says_of_every_thing_that_can_be_hidden_what_is_there_instead(self, place):
        assert {name for name, thing in place.things.items() if thing.hidden} == THINGS_HIDDEN

    def test_has_an_example_of_every_address_of_the_old_site(self):
        patterns = {each.name for each in addresses.every() if each.view.startswith(LEGACY_VIEWS)}
        examples = {resolve(path.partition("?")[0]).route for path in LEGACY}
        assert patterns <= examples


@every_row
class TestEveryAddress:
    def test_is_read_by_those_who_may(self, row, place):
        path = path_of(row.name, place.things[row.thing].shown)
        # Django makes one of the other: nobody may ask for a head alone.
        for method, roles in (("GET", Role), ("HEAD", (Role.VISITOR, Role.OWNER))):
            got = {}
            for role in roles:
                with undone():
                    got[role] = answer_of(ask(place.browsers[role], method, path))
            assert not differences(got, row.pattern.get), method

    def test_is_posted_to_by_those_who_may(self, row, place):
        path = path_of(row.name, place.things[row.thing].shown)
        got = {}
        for role, browser in place.browsers.items():
            with pressed() as press:
                got[role] = answer_of(ask(browser, "POST", path, form_for(row.name, place)))
            # Whoever is refused has changed nothing.
            assert got[role] not in REFUSALS or not press.has_changed
        assert not differences(got, row.pattern.post)

    def test_takes_no_other_method(self, row, place):
        path = path_of(row.name, place.things[row.thing].shown)
        for role in (Role.VISITOR, Role.OWNER):
            for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
                with undone():
                    assert answer_of(ask(place.browsers[role], method, path)) == 405


class TestTheOldSitesAddresses:
    @pytest.mark.parametrize("path", LEGACY)
    def test_lead_everybody_alike_and_take_no_posts(self, path, place):
        for method, expected in (("GET", {LED_ON, 404, 410}), ("POST", {405})):
            got = set()
            for browser in place.browsers.values():
                with undone():
                    got.add(answer_of(ask(browser, method, path)))
            assert len(got) == 1, got
            assert got <= expected


class TestWhatSomeMayNotSee:
    """Hidden, withdrawn, held: to them it does not exist (safety S-28)."""

    @pytest.mark.parametrize("row", [row for row in ROWS if row.thing in THINGS_HIDDEN], ids=str)
    def test_is_answered_like_what_there_is_not(self, row, place):
        thing = place.things[row.thing]
        absent = path_of(row.name, thing.absent)
        for method in ("GET", "POST"):
            for role in set(Role) - STAFF - _who_may_repeat_it(row, method):
                expected = _answer(place, role, method, row, absent)
                for hidden in thing.hidden:
                    got = _answer(place, role, method, row, path_of(row.name, hidden))
                    if (row.name, hidden) == GONE:
                        assert got[0] in {410, 405}
                        continue
                    assert got == expected, (method, role, hidden)
                    assert got[0] in {404, 405, SIGN_IN}


# Whose feed says to readers that it comes no more (safety F-23).
GONE = ("feeds:discussion", {"slug": "withdrawn-foxes", "format": "rss"})


def _who_may_repeat_it(row, method):
    """To take back what one took back already is no mistake: a form may be sent twice."""
    return {Role.AUTHOR} if row.name.endswith("_withdraw") and method == "POST" else set()


def _answer(place, role, method, row, path):
    """What is answered, and all that is said in it."""
    with undone():
        response = ask(place.browsers[role], method, path, form_for(row.name, place))
        return answer_of(response), told_by(response, path)


class TestTheAdminsActions:
    @pytest.mark.parametrize("key", admin_rows.registered())
    def test_stand_above_its_list_for_those_who_may(self, key, place):
        may = admin_rows.ADMIN[key]
        if may.is_one:
            return
        for role in may.see:
            page = ask(place.browsers[role], "GET", path_of(f"admin:{key}_changelist", {}))
            offered = set(re.findall(r'<option value="(\w+)"', said_by(page)))
            named = {action for action in admin_rows.actions_of(key) if action in offered}
            assert named == {action for action, who in may.act.items() if role in who}, role

    @pytest.mark.parametrize("key", admin_rows.registered())
    def test_do_nothing_for_those_who_may_not(self, key, place):
        path = path_of(f"admin:{key}_changelist", {})
        chosen = place.things[f"a {key}"].shown["object_id"]
        for action in admin_rows.actions_of(key):
            may = admin_rows.ADMIN[key].act.get(action, frozenset())
            for role in set(Role) - may:
                with pressed() as press:
                    form = {"action": action, "_selected_action": chosen, "answered": "1"}
                    ask(place.browsers[role], "POST", path, form)
                assert not press.has_changed, (action, role)


# Their own address is the key, which no other site can know (safety S-32, S-40); and browsers tell
# of our policy for whatever page they were on (S-14).
WITHOUT_A_TOKEN = {
    "policy_reports",
    "notifications:unsubscribe",
    "moderation:appeal",
    "moderation:decision",
    "moderation:decisions",
    "moderation:notice_answer",
    "moderation:proposal",
}


class TestFormsOfOtherSites:
    def test_are_let_in_where_the_address_is_the_key_and_nowhere_else(self):
        exempt = {each.name for each in addresses.every() if each.is_exempt}
        assert exempt == WITHOUT_A_TOKEN

    @pytest.mark.parametrize(
        "row", [row for row in TAKES_POSTS if row.name not in WITHOUT_A_TOKEN], ids=str
    )
    def test_do_nothing(self, row, place):
        role = next(role for role in MOST_AT_STAKE if row.pattern.post[role] in {LED_ON, 200})
        path = path_of(row.name, place.things[row.thing].shown)
        for origin, token, is_ours in (
            ("http://testserver", TOKEN, True),
            ("http://testserver", "b" * 32, False),
            ("https://elsewhere.example", TOKEN, False),
            ("null", TOKEN, False),
        ):
            with pressed() as press:
                form = form_for(row.name, place)
                browser = place.browsers[role]
                got = post_as_browsers_do(browser, path, form, origin=origin, token=token)
            assert answer_of(got) == (row.pattern.post[role] if is_ours else 403)
            assert is_ours or not press.has_changed


# What the page of another address asks for.
FORM_IS_AT = {
    "forum:replies": ("forum:reply_new", "discussion"),
    **{f"admin:queue_{act}": ("admin:queue_case", "case") for act in ("decide", "turn", "join")},
    **{f"admin:queue_{act}": ("admin:queue_case", "case") for act in ("note", "hold", "unveil")},
}
# Besides every column of ours (safety S-29).
TRIED_ELSEWHERE = {"is_staff", "is_superuser", "pinned", "hidden", "held", "is_warning", "user"}


class TestFieldsThatNoFormHas:
    @pytest.mark.parametrize("row", TAKES_POSTS, ids=str)
    def test_change_nothing(self, row, place):
        role = next(role for role in MOST_AT_STAKE if row.pattern.post[role] in {LED_ON, 200})
        browser, form = place.browsers[role], form_for(row.name, place)
        path = path_of(row.name, place.things[row.thing].shown)
        began = timezone.now()
        expected = _comes_of(browser, path, row, form, began, place)
        names = (columns() | TRIED_ELSEWHERE) - set(form) - _asked_for(row, browser, place)
        for value in ("1", "yes", "[]", "true"):
            extra = dict.fromkeys(sorted(names), value)
            got = _comes_of(browser, path, row, extra, began, place)
            assert got == expected, value


def _comes_of(browser, path, row, extra, began, place):
    """What a form leaves behind that is sent with these fields besides its own."""
    with undone():
        answer = answer_of(ask(browser, "POST", path, {**extra, **form_for(row.name, place)}))
        return answer, left_behind(began)


def _asked_for(row, browser, place):
    """The names of all fields and buttons of the page on which the form stands."""
    name, thing = FORM_IS_AT.get(row.name, (row.name, row.thing))
    page = ask(browser, "GET", path_of(name, place.things[thing].shown))
    return set(re.findall(r'name="([^"]+)"', said_by(page)))
