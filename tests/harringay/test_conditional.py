"""A reader is told that nothing is new only when nothing is."""

import pytest
from django.test import RequestFactory

from harringay import conditional

MADE_AT = "Mon, 23 Nov 2026 19:30:00 GMT"


def knows(**headers: str) -> bool:
    environ = RequestFactory().get("/", headers=headers).META
    return conditional.is_known(environ, etag='W/"abc-rss"', last_modified=MADE_AT)


class TestIsKnown:
    @pytest.mark.parametrize(
        "header",
        ['W/"{}"', '"{}"', "{}", '"{}-gzip"', 'W/"{}-gzip"', '"other", W/"{}"', "*"],
    )
    def test_by_its_tag_however_that_is_written(self, header):
        assert knows(if_none_match=header.format("abc-rss"))

    @pytest.mark.parametrize("header", ["", '"', ",,", 'W/"', '"other"', "é", '"a" "b"'])
    def test_not_by_another_tag_or_none(self, header):
        assert not knows(if_none_match=header)

    def test_a_wrong_tag_outweighs_the_right_date(self):
        assert not knows(if_none_match='"other"', if_modified_since=MADE_AT)

    def test_by_the_date_it_was_given(self):
        assert knows(if_modified_since=MADE_AT)

    @pytest.mark.parametrize(
        "header",
        ["Wed, 01 Jan 1800 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT", "yesterday", ""],
    )
    def test_not_by_another_date(self, header):
        assert not knows(if_modified_since=header)

    def test_not_without_a_question(self):
        assert not knows()

    def test_not_by_no_date_where_there_is_none(self):
        environ = RequestFactory().get("/", headers={"If-Modified-Since": ""}).META
        assert not conditional.is_known(environ, etag="abc")


class TestSetAside:
    def test_hides_the_conditions_until_they_are_put_back(self):
        environ = RequestFactory().get("/", headers={"If-None-Match": '"abc"'}).META
        conditional.set_aside(environ)
        assert not conditional.is_known(environ, etag="abc")
        conditional.put_back(environ)
        assert conditional.is_known(environ, etag="abc")


class TestConditionsOf:
    def test_are_the_same_while_they_are_set_aside(self):
        environ = RequestFactory().get("/", headers={"If-Modified-Since": MADE_AT}).META
        before = conditional.conditions_of(environ)
        conditional.set_aside(environ)
        assert conditional.conditions_of(environ) == before == {"HTTP_IF_MODIFIED_SINCE": MADE_AT}

    def test_are_none_of_a_request_without_any(self):
        assert not conditional.conditions_of(RequestFactory().get("/").META)
