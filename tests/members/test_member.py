"""The questions that the site asks about members."""

import pytest

from members.models import Member
from tests.factories import make_member

pytestmark = pytest.mark.django_db


class TestCalled:
    @pytest.mark.parametrize(
        ("name", "word"),
        [
            ("Asha Ravindran", "asha"),
            ("asha", "ASHA"),
            ("McKenzie Green", "mckenzie"),
            ("Élodie Green", "élodie"),
            ("ZOË", "zoë"),
            ("İbrahim Şahin", "İbrahim"),
            ("Łukasz", "ŁUKASZ"),
            ("D’Arcy Green", "d'arcy"),
            ("D'Arcy Green", "D’Arcy"),
        ],
    )
    def test_finds_the_first_word_of_a_name_whatever_its_case(self, name, word):
        member = make_member(name=name, address="neighbour")
        assert Member.objects.called([word]).get() == member

    def test_finds_a_whole_address(self, asha, ben):
        assert set(Member.objects.called(["ASHA", "ben-o"])) == {asha}

    def test_finds_nobody_by_another_word_or_by_a_part_of_one(self, asha):
        assert not Member.objects.called(["Ravindran", "Ash", "ash_", "%"]).exists()
