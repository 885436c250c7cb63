"""The database's roles: each can do its own work, and nothing else (safety S-61)."""

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from harringay import postgresql
from tests import servers
from tests.replying import Author
from tests.running_site import site_with, wait_until

pytestmark = pytest.mark.fault

SQL = (Path(postgresql.__file__).parent / "roles.sql").read_text()

PREPARE = """
from django.utils import timezone
from forum.models import Event
from forum.moderation import auditing
from members.models import Role
from tests.factories import make_discussion, make_member
author = make_member(name="Ben Okafor", address="ben", role=Role.MODERATOR)
auditing.record("hide reply", make_discussion(title="Foxes"), by=author)
Event.objects.update(told_at=timezone.now())
"""


@contextmanager
def postgres():
    """A PostgreSQL to whose cluster roles may be added, where its own account may write."""
    with (
        TemporaryDirectory(prefix="harringay-") as folder,
        servers.postgres(Path(folder) / "postgres") as url,
    ):
        assert wait_until(lambda: is_up(url), seconds=30)
        yield url


def is_up(url: str) -> bool:
    """It listens a little before it lets anybody in."""
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture(scope="module")
def server():
    with postgres() as url:
        with psycopg.connect(url, autocommit=True) as owner:
            owner.execute(SQL)
        yield url


@pytest.fixture(scope="module")
def site(server, tmp_path_factory):
    """Set up by the role that migrates, and then run by the one that may not."""
    asked = {"DATABASE_URL": as_role(server, "migrate"), "MAIL_HOLD_SECONDS": "0"}
    with site_with(tmp_path_factory.mktemp("data"), **asked) as site:
        with psycopg.connect(server, autocommit=True) as owner:
            owner.execute(SQL)
        site.environment["DATABASE_URL"] = as_role(server, "web")
        yield site


@pytest.fixture(scope="module")
def ben(site):
    return Author(site, PREPARE)


def as_role(url: str, role: str) -> str:
    return url.replace("harringay:none@", f"harringay_{role}:none@")


def ask(server: str, role: str, statement: str) -> None:
    with psycopg.connect(as_role(server, role)) as connection:
        connection.execute(statement)


class TestWeb:
    def test_the_whole_site_runs_with_it(self, site, ben):
        site.start()
        ben.reply("foxes", "I saw them too, by the railway.")
        assert "by the railway" in site.get("/forum/topics/foxes").text
        assert "I saw them too" in site.get("/search?q=railway").text
        assert site.get("/readyz").status == 200
        # The worker's part of it.
        assert wait_until(lambda: list(site.data.glob("mail/*.eml")), seconds=60), site.logs()
        for log in ("web", "worker", "timetable"):
            assert "permission denied" not in (site.data / "logs" / f"{log}.log").read_text()

    def test_the_log_can_be_verified_with_it(self, site, ben):
        assert site.manage("verify_audit").stdout == "The audit log is whole: 1 entries.\n"

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TABLE foxes ()",
            "DROP TABLE forum_reply",
            "ALTER TABLE forum_reply ADD COLUMN foxes integer",
            "ALTER TABLE moderation_auditentry DISABLE TRIGGER ALL",
            "DROP TRIGGER audit_is_for_ever ON moderation_auditentry",
            "UPDATE moderation_auditentry SET act = 'nothing'",
            "DELETE FROM moderation_auditentry",
            "TRUNCATE moderation_auditentry CASCADE",
            "INSERT INTO moderation_auditcheckpoint (last_key) VALUES (1)",
            "DELETE FROM django_migrations",
            "CREATE ROLE foxes",
            "COPY forum_reply TO PROGRAM 'cat'",
            "SET ROLE harringay_migrate",
        ],
    )
    def test_it_can_do_no_more(self, site, server, statement):
        with pytest.raises(InsufficientPrivilege):
            ask(server, "web", statement)

    def test_nor_can_the_site_s_own_commands_with_it(self, site):
        tried = site.manage("migrate", "notifications", "0001")
        assert "permission denied" in tried.stderr or "must be owner" in tried.stderr


class TestBackup:
    def test_it_really_backs_up(self, site, server, tmp_path):
        site.environment["DATABASE_URL"] = as_role(server, "backup")
        made = site.manage("backup", str(tmp_path / "backups"))
        checked = site.manage("restore", "--check", str(tmp_path / "backups"))
        site.environment["DATABASE_URL"] = as_role(server, "web")
        assert made.returncode == 0, made.stderr
        assert checked.returncode == 0, checked.stderr

    @pytest.mark.parametrize(
        "statement",
        [
            "INSERT INTO moderation_audithead (last_hash) VALUES ('')",
            "UPDATE members_member SET role = 'owner'",
            "DELETE FROM forum_reply",
        ],
    )
    def test_it_writes_nothing(self, site, server, statement):
        with pytest.raises(InsufficientPrivilege):
            ask(server, "backup", statement)


class TestReporting:
    def test_it_reads_numbers_and_nobody_s_address(self, site, server):
        ask(server, "reporting", "SELECT count(*) FROM forum_discussion")
        for table in ("members_member", "moderation_report", "django_session"):
            with pytest.raises(InsufficientPrivilege):
                ask(server, "reporting", f"SELECT * FROM {table}")


def test_what_was_made_before_there_were_roles_is_handed_over(tmp_path):
    """A site that was set up as one role; and the file can be run again and again."""
    with (
        postgres() as url,
        site_with(tmp_path, DATABASE_URL=url) as site,
        psycopg.connect(url, autocommit=True) as owner,
    ):
        owner.execute(SQL)
        owner.execute(SQL)
        site.environment["DATABASE_URL"] = as_role(url, "migrate")
        assert site.manage("set_up").returncode == 0
        ask(url, "web", "SELECT count(*) FROM members_member")
