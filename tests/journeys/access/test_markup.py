"""What html-validate and the Nu checker find in the pages as they are sent (A-41)."""

import json
import subprocess

import pytest

from tests.authorisation.asking import ask, said_by, undone
from tests.authorisation.roles import Role
from tests.journeys.access.pages import own_paths_of

pytestmark = pytest.mark.django_db(transaction=True)

RULES = {
    "root": True,
    "extends": ["html-validate:standard", "html-validate:a11y"],
    "rules": {
        # To send the form is what a button in a form is for, unless it says otherwise.
        "no-implicit-button-type": "off",
        # A label around its field that names it too is understood by more programs.
        "no-redundant-for": "off",
    },
}
# Django's list of models has two cells in the rows of those that nobody may add to.
OF_DJANGO = ".*less than the column count.*"


@pytest.fixture
def pages(place, tmp_path):
    """A folder with every page: one file each, which begins with where it was."""
    for role in (Role.VISITOR, Role.AUTHOR, Role.MODERATOR):
        for nth, path in enumerate(own_paths_of(role, place)):
            with undone():
                page = said_by(ask(place.browsers[role], "GET", path))
            at = f"<!-- {role} at {path.replace('--', '- -')} -->"
            (tmp_path / f"{role}-{nth}.html").write_text(f"{page}{at}")
    return sorted(tmp_path.glob("*.html"))


def run(*words):
    """All that a program says, both ways."""
    return subprocess.run(words, check=False, capture_output=True, text=True)


def last_line(path):
    return path.read_text().rpartition("<!-- ")[2]


def test_the_checkers_find_nothing(pages, tool, tmp_path):
    assert len(pages) > 100
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps(RULES))
    validate = tool("node_modules/html-validate/bin/html-validate.mjs")
    words = (tool(".venv/bin/node"), validate, "--config", rules, "--formatter", "text")
    said = run(*words, *pages)
    nu = tool("node_modules/vnu-jar/build/dist/vnu.jar")
    said_by_nu = run("java", "-jar", nu, "--filterpattern", OF_DJANGO, *pages)
    found = [*said.stdout.splitlines(), *said.stderr.splitlines(), *said_by_nu.stderr.splitlines()]
    assert not found, "\n".join([*found, *named_in(found, pages)])
    assert (said.returncode, said_by_nu.returncode) == (0, 0)


def named_in(found, pages):
    """Which page each file is that something was found in."""
    return [f"{path.name}: {last_line(path)}" for path in pages if path.name in "".join(found)]
