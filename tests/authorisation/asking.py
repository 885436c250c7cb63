"""Asking as somebody, and undoing whatever came of it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpResponse, HttpResponseBase
from django.test import Client

from harringay import limiter

# Sessions are not among them: to be asked to sign in begins one.
KEPT_BY = ("forum", "members", "notifications", "account", "mfa", "admin")

TOKEN = "a" * 32

_WRITES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM) "(?P<table>\w+)"')
_HARMLESS = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|SET|BEGIN|COMMIT)\b")

Rows = Mapping[str, list[tuple[Any, ...]]]


def ask(browser: Client, method: str, path: str, form: Any = None) -> HttpResponseBase:
    """In the same state of the browser each time: an answer's cookies are not kept."""
    fresh = _like(browser)
    send = getattr(fresh, method.lower())
    response: HttpResponseBase = send(path, form) if method == "POST" else send(path)
    return response


def post_as_browsers_do(
    browser: Client, path: str, form: Mapping[str, Any], *, origin: str, token: str = TOKEN
) -> HttpResponseBase:
    """With the cookie that forms are checked against, and from the page of some origin."""
    fresh = _like(browser, enforce_csrf_checks=True)
    fresh.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    said = {"csrfmiddlewaretoken": token, **form}
    response: HttpResponseBase = fresh.post(path, said, headers={"origin": origin})
    return response


def _like(browser: Client, *, enforce_csrf_checks: bool = False) -> Client:
    fresh = Client(enforce_csrf_checks=enforce_csrf_checks, raise_request_exception=False)
    for name, cookie in browser.cookies.items():
        fresh.cookies[name] = cookie.value
    return fresh


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens in it is gone afterwards, and was no try that a limit counts."""
    cache.clear()
    limiter.counter.cache_clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class Press:
    """What came of it, once it has been undone."""

    has_changed: bool = False


@contextmanager
def pressed() -> Iterator[Press]:
    """Undone as well; and it is known afterwards whether any row was another meanwhile.

    To read all rows costs more than most pages: it is done only where something was written.
    """
    press = Press()
    with undone(), _writing() as written:
        yield press
        left = all_rows() if written else None
    press.has_changed = left is not None and left != all_rows()


@contextmanager
def _writing() -> Iterator[list[str]]:
    """The statements that may have changed one of the rows that are looked at."""
    statements: list[str] = []
    tables = {model._meta.db_table for model in kept_models()}

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        found = _WRITES.match(sql)
        if found["table"] in tables if found else not _HARMLESS.match(sql):
            statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements


def all_rows() -> Rows:
    """Everything that the site knows."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in kept_models()
    }


def kept_models() -> list[type[Model]]:
    """Those whose rows are looked at."""
    return [model for label in KEPT_BY for model in apps.get_app_config(label).get_models()]


def said_by(response: HttpResponseBase) -> str:
    """Its body; of a file, which is read elsewhere, nothing."""
    return response.content.decode() if isinstance(response, HttpResponse) else ""


def told_by(response: HttpResponseBase, path: str) -> str:
    """What an answer says, but for the address that was asked for, and for a form's own tokens.

    A page that is not there offers to search for the words of its address.
    """
    said = said_by(response)
    for spelling in (path, quote(path), quote(path, safe="")):
        said = said.replace(spelling, "…")
    said = re.sub(r'<a href="/search\?q=.*</a>', "", said)
    return re.sub(r'name="(csrfmiddlewaretoken|submission)" value="[^"]*"', "", said)
