"""Each row of the table of retention, by a clock that is set forward (safety L-52)."""

from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from forum.viewing.notepad import ONE_VIEW_AN_HOUR
from members import appointing, exporting, holding, limits, retaining, tasks
from members.holding import ACCOUNT, Held
from members.models import Export, Member
from members.retaining import Rule, network_of
from notifications import assembling, delivery, sending
from notifications.models import Mail, Notification
from tests import filling
from tests.factories import PASSWORD, make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def after(monkeypatch, settings, tmp_path):
    """The nightly round as it is after a time."""
    settings.EXPORTS_ROOT = tmp_path / "exports"
    began = timezone.now()

    def go_on(passed: timedelta) -> None:
        with monkeypatch.context() as clock:
            clock.setattr(timezone, "now", lambda: began + passed)
            for _ in range(2):
                tasks.keep_to_the_rules()

    return go_on


def join(client, email="rosa@example.org"):
    form = {"name": "Rosa", "email": email, "password1": "fox on the roof"}
    client.post("/accounts/signup/", form | {"age": "old enough"} | filling.after())
    return Member.objects.get(email=email)


def sign_in(client, member, **extra):
    client.post("/accounts/login/", {"login": member.email, "password": PASSWORD}, **extra)


class TestUnconfirmedAccounts:
    def test_go_after_seven_days(self, client, after):
        join(client)
        after(7 * DAY - SECOND)
        assert Member.objects.exists()
        after(7 * DAY + 10 * SECOND)
        assert not Member.objects.exists()
        assert not EmailAddress.objects.exists()

    def test_stay_once_their_address_is_confirmed(self, asha, after):
        after(400 * DAY)
        assert Member.objects.get() == asha

    def test_stay_where_they_came_from_the_old_site(self, after):
        old = make_member(legacy_name="2zq9")
        EmailAddress.objects.update(verified=False)
        after(8 * DAY)
        assert Member.objects.get() == old

    def test_stay_where_the_first_owner_has_yet_to_sign_in(self, after):
        appointing.make_first_owner("o@example.org")
        after(8 * DAY)
        assert Member.objects.exists()

    def test_stay_where_they_are_held(self, client, after, monkeypatch):
        rosa = join(client)
        monkeypatch.setattr(holding, "HOLDERS", [lambda _: [Held(ACCOUNT, rosa.pk, "Police.")]])
        after(8 * DAY)
        assert Member.objects.get() == rosa


class TestSignIns:
    def test_keep_their_address_for_ninety_days_and_their_network_for_a_year(
        self, client, asha, after
    ):
        sign_in(client, asha, REMOTE_ADDR="203.0.113.77")
        Session.objects.update(expire_date=timezone.now() + 4000 * DAY)
        after(90 * DAY - SECOND)
        assert UserSession.objects.get().ip == "203.0.113.77"
        after(90 * DAY + SECOND)
        assert UserSession.objects.get().ip == "203.0.113.0"
        after(455 * DAY + SECOND)
        assert not UserSession.objects.exists()

    def test_go_with_the_session_when_that_has_ended(self, client, asha, after):
        sign_in(client, asha)
        after(29 * DAY)
        assert UserSession.objects.exists()
        after(31 * DAY)
        assert not UserSession.objects.exists()
        assert not Session.objects.exists()

    def test_that_fail_are_counted_for_less_than_thirty_days(self):
        counted = limits.RULES[limits.Action.SIGN_IN_FAILURE]
        windows = [limit.seconds for limit in vars(counted).values() if limit]
        assert max(windows) <= 30 * DAY.total_seconds()


class TestViews:
    def test_are_told_apart_for_less_than_a_day(self):
        assert timedelta(seconds=ONE_VIEW_AN_HOUR) < DAY


class TestExports:
    def test_go_after_seven_days(self, asha, after):
        export = exporting.ask_for(asha)
        exporting.make_waiting()
        after(7 * DAY - SECOND)
        assert exporting.path_of(export).exists()
        after(7 * DAY + 10 * SECOND)
        assert not exporting.path_of(export).exists()
        assert not Export.objects.exists()


class TestMails:
    def test_go_after_ninety_days(self, asha, after, settings):
        settings.MAIL_HOLD_SECONDS = 0
        make_reply(discussion=make_discussion(author=asha))
        delivery.deliver_new_events()
        assembling.assemble_news()
        sending.send_due()
        after(90 * DAY - 10 * SECOND)
        assert Mail.objects.exists()
        after(90 * DAY + 10 * SECOND)
        assert not Mail.objects.exists()
        assert not Notification.objects.exists()

    def test_in_a_folder_go_too(self, after, settings, tmp_path):
        settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
        (tmp_path / "mail").mkdir()
        (tmp_path / "mail" / "1.eml").write_text("To: asha@example.org")
        after(90 * DAY - 10 * SECOND)
        assert list((tmp_path / "mail").iterdir())
        after(90 * DAY + 10 * SECOND)
        assert not list((tmp_path / "mail").iterdir())


class TestKeepToTheRules:
    def test_goes_on_after_a_rule_that_fails(self, monkeypatch):
        asked: list[datetime] = []

        def fail(_before):
            raise RuntimeError

        rules = [Rule("what fails", DAY, fail), Rule("the rest", DAY, asked.append)]
        monkeypatch.setattr(retaining, "RULES", rules)
        retaining.keep_to_the_rules()
        (before,) = asked
        assert isinstance(before, datetime)


class TestNetworkOf:
    @pytest.mark.parametrize(
        ("address", "network"),
        [
            ("203.0.113.77", "203.0.113.0"),
            ("2001:db8:1:2:3::4", "2001:db8:1::"),
            ("unknown", ""),
        ],
    )
    def test_is_what_many_share(self, address, network):
        assert network_of(address) == network


class TestInWords:
    @pytest.mark.parametrize(
        ("days", "said"),
        [
            (0, "until the next night"),
            (1, "1 day"),
            (35, "35 days"),
            (90, "3 months"),
            (365, "1 year"),
            (365 + 90, "1 year and 3 months"),
            (18 * 30, "18 months"),
            (5 * 365, "5 years"),
        ],
    )
    def test_says_exactly_how_long_something_is_kept(self, days, said):
        assert retaining.in_words(days * DAY) == said
