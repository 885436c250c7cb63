"""Not wishing to hear from another member."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from members import muting
from members.errors import NotForYou, TooManyMuted
from members.models import Mute
from tests.factories import make_member

pytestmark = pytest.mark.django_db


class TestMute:
    def test_is_of_one_member_for_another_and_not_the_other_way(self, asha, ben):
        muting.mute(ben, by=asha)
        assert muting.has_muted(asha, ben)
        assert not muting.has_muted(ben, asha)

    def test_twice_is_once(self, asha, ben):
        muting.mute(ben, by=asha)
        first = Mute.objects.get().muted_at
        muting.mute(ben, by=asha)
        assert Mute.objects.get().muted_at == first

    def test_is_of_nobody_for_themselves(self, asha):
        with pytest.raises(NotForYou):
            muting.mute(asha, by=asha)
        with pytest.raises(IntegrityError), transaction.atomic():
            Mute.objects.create(member=asha, muted=asha, muted_at=timezone.now())

    def test_has_an_end_somewhere(self, asha, ben, monkeypatch):
        monkeypatch.setattr(muting, "MOST_MUTED", 1)
        muting.mute(ben, by=asha)
        muting.mute(ben, by=asha)
        with pytest.raises(TooManyMuted):
            muting.mute(make_member(), by=asha)


class TestUnmute:
    def test_ends_it_and_nobody_else_s(self, asha, ben, mo):
        for member in (asha, mo):
            muting.mute(ben, by=member)
        for _ in range(2):
            muting.unmute(ben, by=asha)
        assert [mute.member for mute in Mute.objects.all()] == [mo]
