from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from members import tasks


class TestClearSessions:
    def test_forgets_what_has_ended_and_may_run_twice(self, asha_client):
        now = timezone.now()
        Session.objects.create(session_key="old", expire_date=now - timedelta(days=1))
        for _ in range(2):
            tasks.clear_sessions()
        assert Session.objects.get().session_key == asha_client.session.session_key
