"""What is shown when something is wrong."""

from urllib.parse import urlencode

import pytest
from django.db.utils import InterfaceError, OperationalError
from django.template.loader import render_to_string
from django.test import Client


class TestServerError:
    def test_asks_nothing_of_the_database(self):
        # No mark lets this test use one: a query would fail it.
        assert "Something went wrong here" in render_to_string("500.html")

    @pytest.mark.parametrize("problem", [OperationalError, InterfaceError])
    def test_says_when_to_come_back_where_the_database_is_away(self, client, monkeypatch, problem):
        def fail(*_args):
            raise problem("the database system is shutting down")

        monkeypatch.setattr("forum.views.categories.Category.objects.visible_to", fail)
        monkeypatch.setattr("forum.views.frame.changes.version_for", fail)
        client.raise_request_exception = False
        answer = client.get("/forum/categories")
        assert answer.status_code == 503
        assert int(answer["Retry-After"]) > 0
        assert "shutting down" not in answer.text

    def test_is_ours_where_it_is_not_the_databases(self, client, monkeypatch, db):
        def fail(*_args):
            raise ValueError("a detail of ours")

        monkeypatch.setattr("forum.views.categories.Category.objects.visible_to", fail)
        client.raise_request_exception = False
        answer = client.get("/forum/categories")
        assert answer.status_code == 500
        for detail in ("ValueError", "Traceback", "categories.py", "a detail of ours"):
            assert detail not in answer.text


class TestBadRequest:
    def test_answers_too_many_fields_with_a_page(self, asha_client):
        fields = {f"field-{number}": "x" for number in range(1000)}
        response = asha_client.post("/forum/new", fields | {"body": "Foxes"})
        assert response.status_code == 400
        assert "We could not read that" in response.text

    def test_answers_ten_thousand_fields_so_too(self, asha_client):
        """Safety S-48: in parts, as a form with a file is sent, and in one line."""
        fields = {f"field-{number}": "x" for number in range(10_000)}
        in_one_line = "application/x-www-form-urlencoded"
        assert asha_client.post("/settings/avatar", fields).status_code == 400
        said = urlencode(fields)
        assert asha_client.post("/forum/new", said, in_one_line).status_code == 400

    def test_answers_a_name_of_a_megabyte_so_too(self, asha_client):
        answer = asha_client.post("/settings/avatar", {"x" * 1_000_000: "x"})
        assert answer.status_code == 400
        assert "We could not read that" in answer.text

    def test_answers_too_much_text_with_a_page(self, asha_client, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        response = asha_client.post("/forum/new", {"body": "Foxes " * 1000})
        assert response.status_code == 400
        assert "We could not read that" in response.text

    def test_answers_a_host_that_is_not_ours_with_a_page_and_every_header(self, client, db):
        response = client.get("/", headers={"Host": "evil.example"})
        assert response.status_code == 400
        assert "We could not read that" in response.text
        assert {"Content-Security-Policy", "X-Frame-Options"} <= response.headers.keys()


class TestNotFound:
    @pytest.mark.parametrize("path", ["/nowhere", "/appeal/forged"])
    def test_is_so_whatever_was_sent_there(self, db, path):
        browser = Client(enforce_csrf_checks=True)
        answer = browser.generic("POST", path, "x", content_type="multipart/form-data")
        assert answer.status_code == 404
        assert "There is nothing at this address" in answer.text


class TestNotAllowed:
    def test_answers_a_forms_address_opened_as_a_link_with_a_page(self, client, db):
        response = client.get("/settings/avatar")
        assert response.status_code == 405
        assert response["Allow"] == "POST"
        assert "There is no page here" in response.text
