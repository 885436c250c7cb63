import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


def is_taken(password, member):
    try:
        validate_password(password, member)
    except ValidationError:
        return False
    return True


class TestAPassword:
    @pytest.mark.parametrize(
        "password",
        ["fox on the roof", "🦊🦊🦊 on the roof", "k3vq-9wzt", "é" * 128],
    )
    def test_may_be_of_any_characters(self, asha, password):
        assert is_taken(password, asha)

    @pytest.mark.parametrize("password", ["kvq9wzt", "x" * 129])
    def test_is_neither_too_short_nor_too_long(self, asha, password):
        with pytest.raises(ValidationError):
            validate_password(password, asha)

    @pytest.mark.parametrize("password", ["password123", "iloveyou1", "Ravindran1"])
    def test_is_not_one_that_others_would_try_first(self, asha, password):
        with pytest.raises(ValidationError):
            validate_password(password, asha)

    @pytest.mark.parametrize(
        "password", ["harringay2009", "Harringay!!!", "GreenLanes-99", "HarringayOnline1"]
    )
    def test_is_not_the_name_of_the_place(self, asha, password):
        with pytest.raises(ValidationError):
            validate_password(password, asha)

    def test_may_speak_of_the_place(self, asha):
        assert is_taken("foxes of harringay at noon", asha)

    def test_is_longer_for_staff(self, mo):
        with pytest.raises(ValidationError):
            validate_password("fox on the roof"[:14], mo)
        validate_password("fox on the roof", mo)
