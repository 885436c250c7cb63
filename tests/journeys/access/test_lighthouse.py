"""What Lighthouse says of the main pages on a phone; of their speed, bench.lighthouse says it."""

import pytest

from bench import lighthouse

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", lighthouse.PAGES)
def test_it_has_hardly_anything_to_say(demo_site, tool, name):
    for needed in (lighthouse.NODE, lighthouse.LIGHTHOUSE):
        tool(needed)
    seen = lighthouse.look_at(demo_site.url + lighthouse.PAGES[name], lighthouse.LASTING)
    assert set(seen.scores) == set(lighthouse.LASTING)
    assert min(seen.scores.values()) >= lighthouse.ENOUGH, seen
