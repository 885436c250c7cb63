"""Where somebody is signed in."""

from tests.factories import PASSWORD


class TestSessions:
    def test_are_listed_and_can_be_ended_from_here(self, client, asha):
        elsewhere = type(client)(headers={"user-agent": "Somebody's tablet"})
        for browser in (client, elsewhere):
            browser.post("/accounts/login/", {"login": "asha", "password": PASSWORD})
        assert "Somebody&#x27;s tablet" in client.get("/accounts/sessions/").text

        client.post("/accounts/sessions/")
        assert client.get("/settings").status_code == 200
        assert elsewhere.get("/settings").status_code == 302
        assert "tablet" not in client.get("/accounts/sessions/").text

    def test_of_others_are_nobody_s_business(self, client, asha, ben):
        ours, theirs = type(client)(), type(client)(headers={"user-agent": "Ben's phone"})
        ours.post("/accounts/login/", {"login": "asha", "password": PASSWORD})
        theirs.post("/accounts/login/", {"login": "ben", "password": PASSWORD})
        assert "Ben&#x27;s phone" not in ours.get("/accounts/sessions/").text
        ours.post("/accounts/sessions/")
        assert theirs.get("/settings").status_code == 200
