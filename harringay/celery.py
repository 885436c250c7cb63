"""The queue, and the whole timetable of scheduled tasks on one page.

Every task here may run twice, or twice at once, and do no harm.
"""

import os

from celery import Celery

from harringay import queue_folder  # noqa: F401  the app finds it by its name

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harringay.settings")

app = Celery("harringay")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "tell of what has happened, where a nudge was lost": {
        "task": "notifications.tasks.deliver_new_events",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "send the mails that are due": {
        "task": "notifications.tasks.send_mail",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "tell browsers what is due, where web push is on": {
        "task": "notifications.tasks.send_pushes",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "tell the hub which feeds have changed, where there is one": {
        "task": "notifications.tasks.tell_hub",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "issue the Daily Edition once its hour has come": {
        "task": "notifications.tasks.issue_edition",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "write down the views counted in Redis": {
        "task": "forum.tasks.flush_views",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "make the copies of their data that members asked for": {
        "task": "members.tasks.make_exports",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "tell of urgent cases that nobody has in hand": {
        "task": "forum.moderation.tasks.sound_alarms",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "tell the moderators each morning what waits": {
        "task": "forum.moderation.tasks.list_open_cases",
        "schedule": 1800.0,
        "options": {"expires": 1800},
    },
    "tell an owner who is back what was done meanwhile": {
        "task": "forum.moderation.tasks.report_absence",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "keep the clocks of legal notices": {
        "task": "forum.moderation.tasks.keep_notice_clocks",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "put out of reach what was left where it was": {
        "task": "forum.moderation.tasks.tidy_quarantine",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "remind the owner of what is to be reviewed": {
        "task": "forum.moderation.tasks.remind_of_reviews",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "tell those who asked to be forgotten how to come back": {
        "task": "members.tasks.mail_those_who_leave",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "forget those whose fortnight is over": {
        "task": "members.tasks.erase_due",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "make the backup of the night, where BACKUP_DIR says where": {
        "task": "harringay.tasks.make_backup",
        "schedule": 1800.0,
        "options": {"expires": 1800},
    },
    "forget read marks that say nothing any more": {
        "task": "forum.tasks.forget_old_marks",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "forget what has been kept for long enough": {
        "task": "members.tasks.keep_to_the_rules",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
}
