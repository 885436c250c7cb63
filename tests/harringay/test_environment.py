"""Settings from the environment."""

import subprocess
import sys
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from harringay import environment
from harringay.environment import BadSetting
from tests.running_site import KEY, ROOT


@pytest.fixture
def given(monkeypatch):
    """Sets the one variable that a test is about."""
    return lambda value: monkeypatch.setenv("SPARROW", value)


class TestText:
    def test_takes_an_empty_variable_for_none(self, given):
        given("  ")
        assert environment.text("SPARROW", default="brown") == "brown"


class TestBoolean:
    def test_is_what_it_says(self, given):
        given("true")
        assert environment.boolean("SPARROW", default=False) is True
        given("false")
        assert environment.boolean("SPARROW", default=True) is False

    @pytest.mark.parametrize("nonsense", ["True", "1", "yes", "on", "flase"])
    def test_refuses_everything_else_and_names_it(self, given, nonsense):
        given(nonsense)
        with pytest.raises(BadSetting) as refusal:
            environment.boolean("SPARROW", default=False)
        assert str(refusal.value) == f"SPARROW is {nonsense!r}; allowed: true or false."


class TestInteger:
    def test_takes_both_ends_of_its_range(self, given):
        for value in ("1", "9"):
            given(value)
            assert environment.integer("SPARROW", default=5, low=1, high=9) == int(value)

    @pytest.mark.parametrize("nonsense", ["0", "10", "-1", "1.5", "five", "²", "٣"])
    def test_refuses_everything_else(self, given, nonsense):
        given(nonsense)
        with pytest.raises(BadSetting, match="a whole number from 1 to 9"):
            environment.integer("SPARROW", default=5, low=1, high=9)


class TestNames:
    def test_is_a_list_with_commas(self, given):
        given("a.example, b.example,,")
        assert environment.names("SPARROW", default=[]) == ["a.example", "b.example"]


class TestOrigin:
    @pytest.mark.parametrize("good", ["https://www.example.org", "http://[::1]:8000"])
    def test_is_a_scheme_and_a_host(self, given, good):
        given(f"{good}/")
        assert environment.origin("SPARROW", default="") == good

    @pytest.mark.parametrize(
        "nonsense",
        [
            "www.example.org",
            "ftp://example.org",
            "https://example.org/forum",
            "https://example.org?a=b",
            "https://me@example.org",
            "https://example.org:port",
            "https://[::1",
            "https://",
        ],
    )
    def test_refuses_everything_else(self, given, nonsense):
        given(nonsense)
        with pytest.raises(BadSetting):
            environment.origin("SPARROW", default="")


class TestAddress:
    def test_never_repeats_a_password(self, given):
        given("mysql://me:secret@host/db")
        with pytest.raises(BadSetting) as refusal:
            environment.address("SPARROW", ("postgres",))
        assert "secret" not in str(refusal.value)
        assert "mysql:…" in str(refusal.value)


class TestPathPrefix:
    def test_ends_in_one_slash(self, given):
        given("/back-room/")
        assert environment.path_prefix("SPARROW", default="admin/") == "back-room/"

    @pytest.mark.parametrize("nonsense", ["/", "a b", "a?b", "../up"])
    def test_refuses_what_is_no_path(self, given, nonsense):
        given(nonsense)
        with pytest.raises(BadSetting):
            environment.path_prefix("SPARROW", default="admin/")


class TestPushKey:
    GOOD = urlsafe_b64encode(bytes(range(1, 33))).decode().rstrip("=")

    def test_comes_from_its_file_where_the_environment_has_none(self, tmp_path):
        kept = tmp_path / "vapid-key"
        kept.write_text(f"{self.GOOD}\n")
        kept.chmod(0o400)
        assert environment.push_key("SPARROW", kept_in=tmp_path) == self.GOOD
        assert environment.push_key("SPARROW", kept_in=None) == ""

    def test_is_taken_from_the_environment_first(self, given):
        given(self.GOOD)
        assert environment.push_key("SPARROW", kept_in=None) == self.GOOD

    @pytest.mark.parametrize("nonsense", ["short", "é" * 43, "A" * 43, "_" * 43, f"{'A' * 44}"])
    def test_refuses_what_is_no_key_and_does_not_repeat_it(self, given, nonsense):
        given(nonsense)
        with pytest.raises(BadSetting, match=f"'{len(nonsense)} characters'"):
            environment.push_key("SPARROW", kept_in=None)


class TestSecretKey:
    def test_comes_from_its_file_where_the_environment_has_none(self, tmp_path):
        kept = tmp_path / "secret-key"
        kept.write_text(f"{KEY}\n")
        kept.chmod(0o400)
        assert environment.secret_key("SPARROW", kept_in=tmp_path) == KEY

    @pytest.mark.parametrize("mode", [0o440, 0o404, 0o644])
    def test_is_not_taken_from_a_file_that_others_can_read(self, tmp_path, mode):
        kept = tmp_path / "secret-key"
        kept.write_text(KEY)
        kept.chmod(mode)
        with pytest.raises(BadSetting, match="a file of mode 0400"):
            environment.secret_key("SPARROW", kept_in=tmp_path)

    @pytest.mark.parametrize("weak", ["", "short", "a" * 60, f"django-insecure-{KEY}"])
    def test_refuses_one_that_can_be_guessed_and_does_not_repeat_it(self, given, tmp_path, weak):
        given(weak)
        with pytest.raises(BadSetting, match=f"'{len(weak)} characters'"):
            environment.secret_key("SPARROW", kept_in=tmp_path)


class TestSecretKeys:
    def test_are_as_long_as_the_one_in_use(self, given):
        given(f"{KEY},{KEY[::-1]}")
        assert environment.secret_keys("SPARROW") == [KEY, KEY[::-1]]
        given(f"{KEY},short")
        with pytest.raises(BadSetting, match="'5 characters'"):
            environment.secret_keys("SPARROW")


class TestNetworks:
    def test_are_networks_and_single_addresses(self, given):
        given("192.0.2.0/24, 2001:db8::1")
        assert [str(each) for each in environment.networks("SPARROW")] == [
            "192.0.2.0/24",
            "2001:db8::1/128",
        ]

    @pytest.mark.parametrize("nonsense", ["home", "192.0.2.1/24", "192.0.2.0/33"])
    def test_refuses_everything_else(self, given, nonsense):
        given(nonsense)
        with pytest.raises(BadSetting, match="networks such as"):
            environment.networks("SPARROW")


class TestSettingsTogether:
    @pytest.mark.parametrize(
        ("settings", "line"),
        [
            ({"PORT": "eighty"}, "PORT is 'eighty'; allowed: a whole number from 1 to 65535."),
            ({"DEMO": "true", "SITE_URL": "https://a.example"}, "DEMO is 'true'; allowed: false"),
            ({"RATE_LIMITS": "off", "SITE_URL": "https://a.example"}, "RATE_LIMITS is 'off'"),
            ({"WEB_PROCESSES": "2"}, "WEB_PROCESSES is '2'; allowed: 1, where REDIS_URL"),
            ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is '*'"),
            ({"SECRET_KEY": ""}, "SECRET_KEY is '0 characters'"),
            ({"SECRET_KEY_FALLBACKS": "old"}, "SECRET_KEY_FALLBACKS is '3 characters'"),
            ({"ADMIN_NETWORKS": "home"}, "ADMIN_NETWORKS is 'home'; allowed: networks such as"),
        ],
    )
    def test_stop_the_start_with_one_line(self, tmp_path: Path, settings, line):
        environment = {"DATA_DIR": str(tmp_path), "SECRET_KEY": KEY, **settings}
        command = [sys.executable, "-c", "import harringay.settings"]
        started = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert started.returncode != 0
        assert started.stderr.startswith(line)
        assert started.stderr.count("\n") == 1

    def test_keep_what_a_database_address_asks_of_the_connection(self, tmp_path: Path):
        environment = {
            "DATA_DIR": str(tmp_path),
            "SECRET_KEY": KEY,
            "DATABASE_URL": "postgres://me:secret@db.example/forum?sslmode=require",
        }
        asking = "from harringay.settings import DATABASES as d; print(d['default']['OPTIONS'])"
        command = [sys.executable, "-c", asking]
        options = subprocess.check_output(command, cwd=ROOT, env=environment, text=True)
        assert "'sslmode': 'require'" in options
        assert "'pool'" in options
