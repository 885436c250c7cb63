"""The house rules to begin with, for the owner to make her own."""

from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).parent / "first_texts"
OLD_PAGES = Path(__file__).parents[2] / "migrations" / "first_pages"
# What cleaning adds to each link; the owner need not see it in the source.
REL = ' rel="nofollow ugc noopener"'


def read_rules():
    """Each rule's title and text, in their order."""
    for block in (TEXTS / "rules.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        yield tuple(block.replace("'", "’").split("\n", 1))


def write_rules(apps, schema_editor):
    """Write the rules where there are none, and what stands before them."""
    Rule = apps.get_model("moderation", "Rule")
    RuleVersion = apps.get_model("moderation", "RuleVersion")
    if Rule.objects.exists():
        return
    for number, (title, text) in enumerate(read_rules(), start=1):
        rule = Rule.objects.create(number=number, title=title, text=text)
        RuleVersion.objects.create(
            rule=rule, version=1, title=title, text=text, began_at=rule.changed_at
        )
    replace_page(apps, "rules", "rules_about.html")


def replace_page(apps, slug, name):
    """Say something else on one of the first pages, unless the owner has written it anew."""
    first = (OLD_PAGES / f"{slug}.html").read_text(encoding="utf-8").strip().replace(REL, "")
    body = (TEXTS / name).read_text(encoding="utf-8").strip()
    body_html = body.replace('">', f'"{REL}>')
    Page = apps.get_model("forum", "Page")
    Page.objects.filter(slug=slug, body=first).update(body=body, body_html=body_html)


class Migration(migrations.Migration):
    dependencies = [("forum", "0004_first_pages"), ("moderation", "0004_rules")]

    operations = [migrations.RunPython(write_rules, migrations.RunPython.noop)]
