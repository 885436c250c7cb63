"""The containers by the rules; test_containers runs what they say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.running_site import ROOT

COMPOSE_FILE = ROOT / "docker-compose.yml"
SERVICES = yaml.safe_load(COMPOSE_FILE.read_text())["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
LASTING = {name: service for name, service in SERVICES.items() if name != "set_up"}
EXAMPLE = (ROOT / ".env.example").read_text()
NAMES_IN_EXAMPLE = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))


class TestComposeFile:
    def test_follows_the_compose_specification(self):
        program = Path(sys.executable).with_name("check-jsonschema")
        words = ["--builtin-schema", "vendor.compose-spec", str(COMPOSE_FILE)]
        checked = subprocess.run([program, *words], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout

    def test_asks_for_no_variable_that_the_example_does_not_explain(self):
        asked = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE_FILE.read_text()))
        assert asked <= NAMES_IN_EXAMPLE

    @pytest.mark.parametrize("name", OURS)
    def test_sets_only_settings_of_ours(self, name):
        assert set(OURS[name]["environment"]) <= NAMES_IN_EXAMPLE

    @pytest.mark.parametrize("name", SERVICES)
    def test_gives_no_container_more_than_it_needs(self, name):
        service = SERVICES[name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "build" in service or service["user"] != "root"

    @pytest.mark.parametrize("name", LASTING)
    def test_asks_each_lasting_container_how_it_is(self, name):
        assert LASTING[name]["healthcheck"]["test"][0] == "CMD"

    @pytest.mark.parametrize("name", ["web", "worker", "timetable"])
    def test_migrates_once_before_anything_starts(self, name):
        condition = SERVICES[name]["depends_on"]["set_up"]["condition"]
        assert condition == "service_completed_successfully"

    def test_mounts_only_volumes_and_files_that_there_are(self):
        compose = yaml.safe_load(COMPOSE_FILE.read_text())
        mounted = {
            volume.partition(":")[0]
            for service in SERVICES.values()
            for volume in service.get("volumes", ())
        }
        assert mounted == set(compose["volumes"])
        assert all((ROOT / config["file"]).is_file() for config in compose["configs"].values())


class TestDockerfile:
    LINES = (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()

    def test_runs_as_somebody_who_is_not_root(self):
        users = [line.split()[1] for line in self.LINES if line.startswith("USER")]
        assert users
        assert users[-1] not in {"0", "root"}

    def test_copies_every_package_of_ours_and_what_the_build_may_see(self):
        copied = {
            word
            for line in self.LINES
            if line.startswith("COPY") and "--from" not in line
            for word in line.split()[1:-1]
        }
        lines = (ROOT / ".dockerignore").read_text().splitlines()
        let_in = {line.removeprefix("!") for line in lines if line.startswith("!")}
        packages = {path.parent.name for path in ROOT.glob("*/apps.py")}
        assert copied == let_in
        assert packages <= copied

    def test_starts_and_asks_as_the_compose_file_does(self):
        words = " ".join(self.LINES)
        for command in (SERVICES["web"]["command"], SERVICES["web"]["healthcheck"]["test"][1:]):
            assert "CMD [" + ", ".join(f'"{word}"' for word in command) + "]" in words
