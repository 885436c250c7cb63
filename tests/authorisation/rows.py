"""The table: every address of the site, what stands in it, and who may expect what (safety S-27).

What is for staff alone stands in staff_rows, and the admin's pages of each model in admin_rows; the
old site's addresses lead everybody alike, and stand in legacy_rows. An address that is in none of
them fails a test.
"""

from tests.authorisation import staff_rows
from tests.authorisation.patterns import (
    AT_THE_DOOR,
    AUTHOR_ONLY,
    FORM,
    LEADS_ON,
    LED_ON,
    LINK,
    MEMBERS,
    MEMBERS_LEAD,
    MEMBERS_PRESS,
    MEMBERS_READ,
    MEMBERS_SEND,
    ONCE_MORE,
    PUBLIC,
    SIGN_IN,
    WRITING,
    WRITING_ONLY,
    Pattern,
    answers,
    author,
    inside,
)
from tests.authorisation.roles import OUTSIDE, STAFF, Role
from tests.authorisation.row import Row

# They gave their password, and now only a code from their mailbox lets them in.
BEFORE_THE_CODE = {Role.UNCONFIRMED: LED_ON}

FORUM = [
    Row("home", PUBLIC),
    Row("forum:discussions", PUBLIC),
    Row("forum:categories", PUBLIC),
    Row("forum:category", PUBLIC, "category"),
    Row("forum:tags", PUBLIC),
    Row("forum:tag", PUBLIC, "tag"),
    Row("forum:discussion", PUBLIC, "discussion"),
    Row("forum:reply", LEADS_ON, "reply"),
    Row("forum:activity", PUBLIC),
    Row("forum:search", PUBLIC),
    Row("forum:similar", PUBLIC),
    Row("forum:picture", PUBLIC, "picture"),
    Row("forum:file", PUBLIC, "file"),
    Row("forum:kind_word", PUBLIC, "discussion"),
    Row("forum:newer_replies", PUBLIC, "discussion"),
    Row("forum:names", Pattern(get=inside(200, outside=403), post=answers(405))),
    Row("forum:pictures", MEMBERS_SEND.but(post={Role.RESTRICTED: 422})),
    # Writing
    Row("forum:discussion_new", WRITING),
    Row("forum:drafts", MEMBERS._replace(post=author(LED_ON))),
    Row("forum:discussion_draft", MEMBERS_SEND.but(post=inside(204, outside=403))),
    Row("forum:reply_draft", MEMBERS_SEND.but(post=inside(204, outside=403)), "discussion"),
    Row("forum:reply_new", PUBLIC, "discussion"),
    Row("forum:reply_to", PUBLIC, "reply"),
    Row("forum:replies", WRITING_ONLY, "discussion"),
    Row("forum:discussion_edit", AUTHOR_ONLY, "discussion"),
    Row("forum:discussion_withdraw", AUTHOR_ONLY, "discussion"),
    Row("forum:reply_edit", AUTHOR_ONLY, "reply"),
    Row("forum:reply_withdraw", AUTHOR_ONLY, "reply"),
    # One's own reading
    Row("forum:unread", MEMBERS),
    Row("forum:discussion_unread", MEMBERS_LEAD, "discussion"),
    Row("forum:everything_follow", MEMBERS),
    Row("forum:everything_unfollow", MEMBERS),
    Row("forum:category_follow", MEMBERS, "category"),
    Row("forum:category_unfollow", MEMBERS, "category"),
    Row("forum:tag_follow", MEMBERS, "tag"),
    Row("forum:tag_unfollow", MEMBERS, "tag"),
    Row("forum:discussion_follow", MEMBERS, "discussion"),
    Row("forum:discussion_unfollow", MEMBERS, "discussion"),
    Row("forum:discussion_mute", MEMBERS, "discussion"),
    Row("forum:discussion_unmute", MEMBERS, "discussion"),
]

PEOPLE = [
    Row("members:directory", PUBLIC),
    Row("members:profile", PUBLIC, "member"),
    Row("members:avatar", PUBLIC, "avatar"),
    Row("notifications:notice_picture", PUBLIC, "notice picture"),
    Row("forum:contributions_discussions", PUBLIC, "member"),
    Row("forum:contributions_replies", PUBLIC, "member"),
    # Nobody there has asked for it to be shown.
    Row("forum:member_follows", PUBLIC._replace(get=answers(404)), "member"),
    Row("members:settings", MEMBERS),
    Row("members:settings_address", MEMBERS),
    Row("members:settings_reading", MEMBERS),
    Row("members:settings_avatar", MEMBERS_PRESS.but(post={Role.RESTRICTED: 422})),
    Row("members:settings_avatar_remove", MEMBERS_PRESS),
    Row("members:data", MEMBERS),
    # Only the author has asked for theirs.
    Row("members:data_copy", MEMBERS_READ._replace(get=author(200))),
    Row("members:mute", MEMBERS, "member"),
    Row("members:unmute", MEMBERS, "member"),
    Row("members:muted", MEMBERS_READ),
    # The owner answers for the site, and cannot leave it.
    Row("members:leave", MEMBERS.but(post={Role.OWNER: 422})),
    Row("members:leave_undo", LINK, "leaving"),
    Row("members:email_undo", LINK, "undo"),
    Row("notifications:inbox", MEMBERS),
    Row("notifications:welcome", MEMBERS),
    Row("notifications:preferences", MEMBERS),
    # What one ends there is one's own; to ask says why not where that cannot be.
    Row("notifications:browsers", MEMBERS_PRESS),
    # What is followed there is the author's: to others it does not exist.
    Row("notifications:following", MEMBERS._replace(post=author(LED_ON))),
    # To others than the author it is their own that is asked for.
    Row("notifications:private_feeds", MEMBERS),
    Row("notifications:unsubscribe", FORM, "unsubscribe"),
]

SENDER_ONLY = Pattern(
    get=answers(404) | {Role.MEMBER: 200}, post=answers(404) | {Role.MEMBER: LED_ON}
)

MODERATION = [
    # Which kind it is is asked first, and an empty notice comes back.
    Row("moderation:report", FORM),
    Row("moderation:notice", PUBLIC._replace(post=answers(422))),
    Row("moderation:targets", PUBLIC),
    # Whoever sent it; others need the key in its link.
    Row("moderation:status", SENDER_ONLY, "report"),
    Row("moderation:rules", PUBLIC),
    Row("moderation:rule", PUBLIC, "rule"),
    Row("moderation:terms", PUBLIC),
    Row("moderation:terms_version", PUBLIC, "terms"),
    Row("moderation:terms_accept", MEMBERS_PRESS),
    # Off until the owner wants it.
    Row("moderation:log", PUBLIC._replace(get=answers(404))),
    Row("moderation:transparency", PUBLIC),
    Row("moderation:transparency_year", PUBLIC, "year"),
    Row("moderation:my_decisions", MEMBERS_READ),
    Row("moderation:decisions", PUBLIC, "decisions"),
    Row("moderation:decision", LINK, "decision"),
    Row("moderation:appeal", LINK, "appeal"),
    Row("moderation:notice_answer", LINK, "notice"),
    Row("moderation:proposal", LINK, "proposal"),
]

# The same for everybody, whoever they are; badges and oEmbed too.
FEEDS = [
    Row("feeds:index", PUBLIC),
    Row("feeds:opml", PUBLIC),
    *(Row(f"feeds:{name}", PUBLIC, "feed") for name in ("discussions", "replies", "activity")),
    *(
        Row(f"feeds:{name}", PUBLIC, f"{name} feed")
        for name in ("category", "tag", "member", "discussion")
    ),
    Row("notifications:edition_feed", PUBLIC, "feed"),
    Row("forum:badges", PUBLIC),
    Row("forum:network_badge", PUBLIC),
    Row("forum:network_badge_image", PUBLIC),
    Row("forum:member_badge", PUBLIC, "member"),
    Row("forum:member_badge_image", PUBLIC, "member"),
    Row("forum:discussion_badge", PUBLIC, "discussion"),
    Row("forum:oembed", PUBLIC._replace(get=answers(404))),
    Row("feeds:words", PUBLIC, "words feed"),
    Row("notifications:private_feed", PUBLIC, "private feed"),
    Row("feeds/<path:rest>", Pattern(get=answers(404), post=answers(405)), "rest"),
]

SITE = [
    Row("notifications:editions", PUBLIC),
    Row("notifications:edition", PUBLIC, "edition"),
    Row("page", PUBLIC, "page"),
    Row("policy_reports", Pattern(get=answers(405), post=answers(204))),
    Row("healthz", PUBLIC),
    Row("readyz", PUBLIC),
    Row("robots", PUBLIC),
    Row("sitemap_index", PUBLIC),
    Row("sitemap", PUBLIC, "sitemap"),
    Row("favicon", LEADS_ON),
    Row("manifest", PUBLIC),
    Row("service_worker", PUBLIC),
    Row("offline", PUBLIC),
    Row("reading", PUBLIC),
    Row("security", PUBLIC),
    Row("change_password", LEADS_ON),
]

ACCOUNTS = [
    Row("account_login", AT_THE_DOOR.but(get=BEFORE_THE_CODE)),
    Row("account_signup", AT_THE_DOOR),
    Row("account_request_login_code", AT_THE_DOOR.but(get=BEFORE_THE_CODE)),
    Row("account_confirm_login_code", Pattern(get=answers(LED_ON), post=answers(LED_ON))),
    Row("account_reset_password", LINK),
    Row("account_reset_password_done", PUBLIC),
    Row("account_reset_password_from_key", LINK.but(get=answers(LED_ON)), "reset"),
    Row("account_reset_password_from_key_done", PUBLIC),
    Row("account_inactive", PUBLIC),
    Row(
        "account_email_verification_sent",
        Pattern(get=answers(LED_ON), post=answers(LED_ON)).but(
            get={Role.UNCONFIRMED: 200}, post={Role.UNCONFIRMED: 200}
        ),
    ),
    Row("account_logout", Pattern(get=inside(200, outside=LED_ON), post=answers(LED_ON))),
    Row("account_email", MEMBERS),
    Row("account_change_password", MEMBERS),
    Row("account_set_password", Pattern(get=inside(LED_ON), post=inside(LED_ON))),
    Row("account_reauthenticate", MEMBERS),
    Row("usersessions_list", MEMBERS),
]

# allauth asks who it is before it asks what they want.
SHOWN_TO_MEMBERS = MEMBERS_READ.but(post=answers(SIGN_IN, OUTSIDE))
# Staff have a second factor already, and nobody has recovery codes.
WITH_A_SECOND_STEP = Pattern(
    get=inside(404) | answers(200, STAFF), post=inside(404) | answers(LED_ON, STAFF)
)
BY_THE_SECOND_STEP = MEMBERS.but(get=inside(ONCE_MORE), post=inside(ONCE_MORE)).but(
    get=answers(200, STAFF), post=answers(200, STAFF)
)
BY_PASSKEY = MEMBERS.but(get=inside(ONCE_MORE), post=inside(ONCE_MORE)).but(
    get={Role.AUTHOR: 200}, post={Role.AUTHOR: LED_ON}
)
# A form without the code of an app comes back; staff have an app already.
WITHOUT_AN_APP = Pattern(
    get=inside(200) | answers(LED_ON, STAFF), post=inside(200) | answers(LED_ON, STAFF)
)
# Codes stand for a second step that is there: staff's app, the author's passkey.
FOR_A_SECOND_STEP = Pattern(
    get=inside(200), post=inside(200) | answers(LED_ON, {*STAFF, Role.AUTHOR})
)
WITH_CODES = Pattern(get=inside(404), post=inside(404))
HALF_WAY = Pattern(get=answers(LED_ON), post=answers(LED_ON))

SECOND_STEP = [
    Row("mfa_index", SHOWN_TO_MEMBERS),
    Row("mfa_authenticate", HALF_WAY),
    Row("mfa_login_webauthn", HALF_WAY),
    Row("mfa_reauthenticate", BY_THE_SECOND_STEP),
    Row("mfa_reauthenticate_webauthn", BY_PASSKEY),
    Row("mfa_activate_totp", WITHOUT_AN_APP),
    Row("mfa_deactivate_totp", WITH_A_SECOND_STEP),
    Row("mfa_generate_recovery_codes", FOR_A_SECOND_STEP),
    Row("mfa_view_recovery_codes", WITH_CODES.but(post=inside(405))),
    Row("mfa_download_recovery_codes", WITH_CODES),
    Row("mfa_list_webauthn", SHOWN_TO_MEMBERS),
    Row("mfa_add_webauthn", MEMBERS._replace(post=inside(200))),
    Row("mfa_edit_webauthn", AUTHOR_ONLY, "passkey"),
    Row("mfa_remove_webauthn", AUTHOR_ONLY, "passkey"),
]

ROWS = [*FORUM, *PEOPLE, *MODERATION, *FEEDS, *SITE, *ACCOUNTS, *SECOND_STEP, *staff_rows.ROWS]
