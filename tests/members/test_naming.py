import pytest

from members import naming
from members.errors import NameNotAllowed
from members.models import Role
from tests.factories import make_member


class TestCleanName:
    def test_puts_a_name_on_one_line(self, db):
        assert naming.clean_name("  Asha\n\u202e Ravindran\x00 ") == "Asha Ravindran"

    @pytest.mark.parametrize("name", ["...", "42", "\u200b", "   "])
    def test_wants_a_letter(self, db, name):
        with pytest.raises(NameNotAllowed):
            naming.clean_name(name)

    @pytest.mark.parametrize("name", ["Mo Tarrant", "mo tarrant", "Мо Tаrrаnt", "M0 Tarrant"])
    def test_refuses_what_looks_like_one_of_the_staff(self, mo, name):
        with pytest.raises(NameNotAllowed):
            naming.clean_name(name)

    @pytest.mark.parametrize("name", ["Moderator", "ADMIN", "Former member", "Аdmin"])
    def test_refuses_what_looks_like_the_site_itself(self, db, name):
        with pytest.raises(NameNotAllowed):
            naming.clean_name(name)

    def test_lets_staff_keep_their_own_name(self, mo):
        assert naming.clean_name("Mo Tarrant", member=mo) == "Mo Tarrant"

    def test_lets_neighbours_share_a_name(self, asha):
        assert naming.clean_name("Asha Ravindran") == "Asha Ravindran"

    @pytest.mark.parametrize("name", ["Siân ó Briain", "김민준", "Ægir", "O’Neill"])
    def test_knows_that_names_are_not_ascii(self, db, name):
        assert naming.clean_name(name) == name


class TestFreeAddress:
    def test_is_made_from_the_name(self, db):
        assert naming.free_address("Siân Ó Briain") == "sian-o-briain"

    def test_counts_where_somebody_has_it(self, asha):
        make_member(address="Asha-2")
        assert naming.free_address("Asha") == "asha-3"

    def test_leaves_the_old_site_s_screen_names_alone(self, db):
        make_member(address="hugh", legacy_name="Liz")
        assert naming.free_address("Liz") == "liz-2"

    def test_has_one_for_names_in_any_script(self, db):
        make_member(address="member")
        assert naming.free_address("김민준") == "member-2"

    def test_stays_short(self, db):
        address = naming.free_address("Wolfeschlegelsteinhausenbergerdorff " * 3)
        assert len(address) <= 50
        make_member(address=address)
        assert len(naming.free_address("Wolfeschlegelsteinhausenbergerdorff " * 3)) <= 60


class TestCleanAddress:
    def test_is_lower_case(self, asha):
        assert naming.clean_address(" Asha-R ", member=asha) == "asha-r"

    @pytest.mark.parametrize("address", ["a b", "a/b", "-a", "a--b", "ünal", "", "a@b.org"])
    def test_is_letters_digits_and_hyphens(self, asha, address):
        with pytest.raises(NameNotAllowed):
            naming.clean_address(address, member=asha)

    def test_is_nobody_else_s(self, asha, ben):
        with pytest.raises(NameNotAllowed):
            naming.clean_address("BEN", member=asha)

    def test_may_be_one_s_own_screen_name_of_the_old_site(self, db):
        liz = make_member(address="liz-2", legacy_name="Liz")
        assert naming.clean_address("liz", member=liz) == "liz"

    def test_refuses_staff_no_less(self, asha):
        mo = make_member(role=Role.MODERATOR)
        with pytest.raises(NameNotAllowed):
            naming.clean_address("asha", member=mo)
