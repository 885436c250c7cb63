"""The table of addresses that are for staff alone; of each model, the admin's are in admin_rows."""

from tests.authorisation.patterns import LED_ON, OWNER, Pattern, answers, inside, staff
from tests.authorisation.roles import STAFF, Role
from tests.authorisation.row import Row

ADMIN_DOOR = Pattern(get=inside(403), post=inside(403)).but(
    get=answers(LED_ON, STAFF), post=answers(LED_ON, STAFF)
)

ADMIN = [
    Row("admin:index", Pattern(get=staff(200), post=staff(200))),
    Row("admin:app_list", Pattern(get=staff(200), post=staff(200)), "app"),
    Row("admin:login", ADMIN_DOOR),
    Row("admin:logout", Pattern(get=answers(LED_ON) | answers(405, STAFF), post=answers(LED_ON))),
    Row("admin:password_change", Pattern(get=staff(LED_ON), post=staff(LED_ON))),
    Row("admin:password_change_done", Pattern(get=staff(200), post=staff(405))),
    Row("admin:autocomplete", Pattern(get=staff(403), post=staff(405))),
    Row("admin:jsi18n", Pattern(get=staff(200), post=staff(405))),
    Row("admin:view_on_site", Pattern(get=staff(LED_ON), post=staff(LED_ON)), "object"),
    Row("admin/(?P<url>.*)$", Pattern(get=staff(404), post=staff(404)), "url"),
    Row("admin:forum_site_views", Pattern(get=staff(200), post=staff(200))),
    Row(
        "admin:notifications_next_edition",
        Pattern(get=staff(200, who=OWNER), post=staff(LED_ON, who=OWNER)),
    ),
    Row(
        "admin:notifications_edition_preview",
        Pattern(get=staff(200, who=OWNER), post=staff(200, who=OWNER)),
    ),
]

OWNERS_PRESS = Pattern(get=staff(405), post=staff(LED_ON, who=OWNER))
ADMIN += [
    Row("admin:members_safeguards_turn", Pattern(get=staff(405), post=staff(LED_ON))),
    Row("admin:members_safeguards_away", OWNERS_PRESS),
    Row("admin:members_safeguards_back", OWNERS_PRESS),
    Row("admin:members_safeguards_read", OWNERS_PRESS),
]

# A case about a moderator is for others to decide (safety L-17, S-30).
IN_CONFLICT = {Role.CONFLICTED: 404}
CASE_PRESS = Pattern(get=staff(405), post=staff(LED_ON)).but(post=IN_CONFLICT)
CASE_READ = Pattern(get=staff(405), post=staff(200)).but(post=IN_CONFLICT)

QUEUE = [
    Row("admin:queue", Pattern(get=staff(200), post=staff(405))),
    Row("admin:queue_case", Pattern(get=staff(200) | IN_CONFLICT, post=staff(405)), "case"),
    *(
        Row(f"admin:queue_{act}", CASE_PRESS, "case")
        for act in (
            *("decide", "propose", "turn", "note", "join", "hold"),
            *("seclude", "tick", "reference"),
        )
    ),
    Row(
        "admin:queue_demand",
        Pattern(get=staff(403) | answers(200, OWNER), post=staff(403) | answers(LED_ON, OWNER)),
    ),
    Row("admin:queue_undo", CASE_PRESS, "made decision"),
    *(Row(f"admin:queue_{act}", CASE_READ, "case") for act in ("reporters", "unveil")),
    # Of this case no author has said who they are.
    Row("admin:queue_poster", CASE_READ.but(post=staff(409) | IN_CONFLICT), "case"),
]

# The whole safety record, as a file.
RECORD = staff(403) | answers(200, OWNER)
ADMIN.append(Row("admin:moderation_safetyduties_record", Pattern(get=RECORD, post=RECORD)))

ROWS = [*ADMIN, *QUEUE]
