"""What is a significant change is not switched on before it was assessed (safety L-62)."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from forum.moderation import permitting
from forum.moderation.models import Assessment, Feature, SafetyDuties, SignificantChange, Subject

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
PAGE = "/admin/moderation/safetyduties/1/change/"


@pytest.fixture
def in_production(settings):
    settings.DEBUG = settings.IS_LOOPBACK = False


def assess(feature: Feature, *, on=TODAY) -> None:
    """As the owner does, in the admin."""
    Assessment.objects.filter(subject=Subject.ILLEGAL).update(
        approved_by="Orla", approved_on=on, review_on=on + timedelta(days=365)
    )
    change = SignificantChange(
        name="Answers",
        feature=feature,
        assessment=Assessment.objects.get(subject=Subject.ILLEGAL),
        in_effect_on=on,
    )
    change.full_clean()
    change.save()


class TestCanBeOn:
    def test_on_ones_own_machine_anything_can(self):
        assert permitting.can_be_on(Feature.ANSWERS, TODAY)

    def test_elsewhere_what_was_assessed_and_from_its_day(self, in_production):
        assert not permitting.can_be_on(Feature.ANSWERS, TODAY)
        assess(Feature.ANSWERS)
        assert permitting.can_be_on(Feature.ANSWERS, TODAY)
        assert not permitting.can_be_on(Feature.ANSWERS, TODAY - timedelta(days=1))
        assert not permitting.can_be_on(Feature.PUBLIC_LOG, TODAY)


class TestSettings:
    @pytest.mark.parametrize("name", ["REPLY_DOMAIN", "WEBSUB_HUB_URL", "VAPID_PRIVATE_KEY"])
    def test_that_switch_on_what_was_not_assessed_stop_the_start(
        self, in_production, settings, tmp_path, name
    ):
        settings.DATA_DIR = tmp_path
        setattr(settings, name, "https://hub.example")
        with pytest.raises(CommandError, match=f"{name} cannot be set yet. It is a significant"):
            call_command("serve")

    def test_that_were_assessed_do_not(self, in_production, settings):
        settings.REPLY_DOMAIN = "reply.example.org"
        assess(Feature.ANSWERS)
        assert permitting.refused(TODAY) == []

    def test_that_are_not_set_ask_nothing_of_the_database(
        self, in_production, django_assert_num_queries
    ):
        with django_assert_num_queries(0):
            assert permitting.refused(TODAY) == []


class TestThePublicLog:
    def test_stays_off_until_it_was_assessed(self, in_production, owner_client):
        SafetyDuties.objects.create(pk=1)
        form = {"accountable_person": "Orla", "is_log_public": "on"}

        page = owner_client.post(PAGE, form)
        assert "It is a significant change" in page.text
        assert not SafetyDuties.current().is_log_public

        assess(Feature.PUBLIC_LOG)
        owner_client.post(PAGE, form)
        assert SafetyDuties.current().is_log_public
