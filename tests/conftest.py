"""The cast of the tests, and what every test needs.

Asha and Ben are neighbours, Mo is a moderator, and the owner is the owner; `client` is a visitor.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import hypothesis
import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.signals import setting_changed
from django.db import connection
from django.test import Client
from pytest_django import Settings
from pytest_django.plugin import blocking_manager_key

from forum import reading, viewing
from forum.feeds import polling
from forum.moderation import agreeing, guarding
from forum.views import frame
from harringay import kept_pages, limiter, stencils
from members.middleware import even_answers
from members.models import Member, Role
from notifications.views import front
from tests.factories import make_member

# What pages are made of is worked out once for the settings that there are.
setting_changed.connect(stencils.forget)

# No test asserts timing, and a run that passed once passes again.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis.settings.load_profile("suite")

# To import what a web server calls starts what writes views and feed readers down by itself. Test
# modules import it as they are collected, before any fixture.
viewing.start_flusher = polling.start_flusher = lambda: None

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """No test pays for what another has done."""
    cache.clear()
    limiter.counter.cache_clear()
    kept_pages.shelf.clear()
    frame.forget()
    front.forget()
    reading.forget()
    agreeing.forget()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _changes_count_before_the_commit(request: pytest.FixtureRequest) -> None:
    """A test's transaction is never committed, which is when PostgreSQL counts them."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("_django_db_helper")
        if connection.vendor == "postgresql" and connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS count_change IMMEDIATE")


@pytest.fixture(autouse=True)
def _audit_log_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that commits has its database emptied after it, once nobody asks it any more.

    Nobody empties the audit log but here (safety L-45).
    """
    if not _commits(request.node):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    yield
    guarding.lift_triggers()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test that commits leaves an empty database: what the first migrate wrote comes back."""
    if not _commits(item):
        return (yield)
    yield
    if nextitem is None:
        # After the last of all there is no database any more.
        return None
    identity = import_module("forum.migrations.0003_feed_ids")
    first_pages = import_module("forum.migrations.0004_first_pages")
    first_rules = import_module("forum.moderation.migrations.0005_first_rules")
    first_terms = import_module("forum.moderation.migrations.0012_first_terms")
    first_records = import_module("forum.moderation.migrations.0007_first_records")
    with item.config.stash[blocking_manager_key].unblock():
        guarding.lay_triggers()
        identity.store_authority(apps, None)
        first_pages.write_pages(apps, None)
        first_rules.write_rules(apps, None)
        first_terms.write_terms(apps, None)
        first_records.write_drafts(apps, None)
    return None


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture
def asha(db) -> Member:
    return make_member(name="Asha Ravindran", address="asha")


@pytest.fixture
def ben(db) -> Member:
    return make_member(name="Ben Okafor", address="ben")


@pytest.fixture
def mo(db) -> Member:
    return make_member(name="Mo Tarrant", address="mo", role=Role.MODERATOR, has_second_factor=True)


@pytest.fixture
def owner(db) -> Member:
    return make_member(
        name="Orla Penhaligon", address="owner", role=Role.OWNER, has_second_factor=True
    )


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers to strangers leave on the beat of a clock; tests have no time for that."""
    monkeypatch.setattr(even_answers, "sleep", lambda _seconds: None)


SignIn = Callable[[Member], Client]


@pytest.fixture
def client_of() -> SignIn:
    """A browser in which a member is signed in.

    Nobody gave a password, so allauth has written no row of it: each page asks for the member too,
    one question more than it asks for a neighbour (tests/members/test_backends.py).
    """

    def sign_in(member: Member) -> Client:
        client = Client()
        client.force_login(member)
        return client

    return sign_in


@pytest.fixture
def asha_client(asha: Member, client_of: SignIn) -> Client:
    return client_of(asha)


@pytest.fixture
def ben_client(ben: Member, client_of: SignIn) -> Client:
    return client_of(ben)


@pytest.fixture
def mo_client(mo: Member, client_of: SignIn) -> Client:
    return client_of(mo)


@pytest.fixture
def owner_client(owner: Member, client_of: SignIn) -> Client:
    return client_of(owner)


@pytest.fixture
def media_root(tmp_path: Path, settings: Settings) -> Path:
    """A folder of this test's own for what members upload."""
    folder = tmp_path / "media"
    settings.MEDIA_ROOT = folder
    return folder


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Third parties' hostile input; tests marked `corpus` ask for it."""
    if not CORPORA.is_dir():
        pytest.skip("../shared/corpora is not here")
    return CORPORA
