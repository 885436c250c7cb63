import pytest
from django.test import RequestFactory
from django.urls import resolve

from harringay.views import healthz
from members.middleware import even_answers
from members.middleware.even_answers import EvenAnswersMiddleware

pytestmark = pytest.mark.django_db


@pytest.fixture
def waits(monkeypatch) -> list[float]:
    waits: list[float] = []
    monkeypatch.setattr(even_answers, "sleep", waits.append)
    return waits


class TestEvenAnswers:
    @pytest.mark.parametrize("path", ["signup", "login/code", "password/reset"])
    def test_leave_on_the_beat_when_a_stranger_asks(self, client, waits, path):
        client.post(f"/accounts/{path}/", {"email": "asha@example.org"})
        assert len(waits) == 1

    def test_leave_at_once_otherwise(self, client, waits):
        client.get("/accounts/signup/")
        client.post("/accounts/login/", {"login": "asha", "password": "wrong"})
        client.post("/accounts/nowhere/")
        assert waits == []

    @pytest.mark.parametrize(("took", "wait"), [(0.1, 0.4), (0.499, 0.001), (0.7, 0.3)])
    def test_are_held_back_until_the_next_beat(self, waits, monkeypatch, took, wait):
        moments = iter([100.0, 100.0 + took])
        monkeypatch.setattr(even_answers, "monotonic", lambda: next(moments))
        request = RequestFactory().post("/accounts/signup/")
        request.resolver_match = resolve("/accounts/signup/")
        EvenAnswersMiddleware(healthz)(request)
        assert waits == [pytest.approx(wait)]
