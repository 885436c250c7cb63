"""What is shown when something is wrong."""

from django.template.loader import render_to_string


class TestServerError:
    def test_asks_nothing_of_the_database(self):
        # No mark lets this test use one: a query would fail it.
        assert "Something went wrong here" in render_to_string("500.html")
