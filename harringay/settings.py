"""Every setting; what differs between machines comes from the environment (.env.example)."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from environ import Env

from harringay import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent

# Where the site runs ------------------------------------------------------------------

DATA_DIR = env.folder("DATA_DIR", default=BASE_DIR / "var")
HOST = env.text("HOST", default="127.0.0.1")
PORT = env.integer("PORT", default=8000, low=1, high=65535)
SITE_URL = env.origin("SITE_URL", default=f"http://127.0.0.1:{PORT}")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
IS_LOOPBACK = env.is_loopback(SITE_HOST)
IS_HTTPS = SITE_URL.startswith("https:")

DEBUG = env.boolean("DEBUG", default=False)
DEMO = env.boolean("DEMO", default=False)
if DEMO and not IS_LOOPBACK:
    raise env.BadSetting("DEMO", "true", "false, where SITE_URL is no loopback address")
RATE_LIMITS = env.choice("RATE_LIMITS", ("on", "off"), default="on") == "on"
if not (RATE_LIMITS or IS_LOOPBACK):
    raise env.BadSetting("RATE_LIMITS", "off", "on, where SITE_URL is no loopback address")

ALLOWED_HOSTS = env.names(
    "ALLOWED_HOSTS",
    default=[SITE_HOST, "127.0.0.1", "localhost", "[::1]"] if IS_LOOPBACK else [SITE_HOST],
)
if "*" in ALLOWED_HOSTS and not DEBUG:
    raise env.BadSetting("ALLOWED_HOSTS", "*", "the names of this site's hosts")
TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", default=0, low=0, high=10)

SECRET_KEY = env.secret_key("SECRET_KEY", kept_in=DATA_DIR)
SECRET_KEY_FALLBACKS = env.secret_keys("SECRET_KEY_FALLBACKS")

ROOT_URLCONF = "harringay.urls"
WSGI_APPLICATION = "harringay.wsgi.application"
ADMIN_PATH = env.path_prefix("ADMIN_PATH", default="admin/")
ADMIN_NETWORKS = env.networks("ADMIN_NETWORKS")

# What it is made of -------------------------------------------------------------------

INSTALLED_APPS = [
    "harringay.apps.HarringayConfig",
    "forum.apps.ForumConfig",
    "forum.moderation.apps.ModerationConfig",
    "members.apps.MembersConfig",
    "notifications.apps.NotificationsConfig",
    "harringay.apps.HarringayAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "taggit",
    "csp",
]

MIDDLEWARE = [
    "harringay.middleware.page_cache.PageCacheMiddleware",
    "harringay.middleware.request_ids.RequestIdMiddleware",
    "harringay.middleware.headers.SecurityHeadersMiddleware",
    "harringay.middleware.policy.PolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "harringay.middleware.slashes.OneHopMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "harringay.middleware.slashes.NoTrailingSlashMiddleware",
    "harringay.middleware.cookieless.CookielessMiddleware",
    "members.middleware.even_answers.EvenAnswersMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "members.middleware.session_age.SessionAgeMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "members.middleware.account_pages.AccountPagesMiddleware",
    "members.middleware.refusals.RefusalsMiddleware",
    "members.middleware.read_only.ReadOnlyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "harringay.middleware.inbox.InboxMiddleware",
    "harringay.middleware.terms.TermsMiddleware",
    "harringay.middleware.not_allowed.NotAllowedMiddleware",
    "harringay.middleware.unaskable.UnaskableMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "harringay.context_processors.site",
            ],
        },
    }
]

# Database -----------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE_URL = env.address("DATABASE_URL", ("postgres", "postgresql", "sqlite"))
if DATABASE_URL.startswith("postgres"):
    DATABASES = {"default": Env.db_url_config(DATABASE_URL, engine="harringay.postgresql")}
    # That the database is away is said within 3 s, and whoever asks once it is back is answered
    # by itself the pool waits 30 s, and longer and longer before it connects anew.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        pool={"timeout": 1, "reconnect_timeout": 0, "min_size": 1, "max_size": 10},
        # To plan the queries of a page anew takes PostgreSQL longer than to answer them.
        server_side_binding=True,
        prepare_threshold=2,
        # A machine that is gone says nothing. One that hangs: harringay.postgresql.patience.
        connect_timeout=5,
        keepalives_idle=30,
        keepalives_interval=10,
        keepalives_count=3,
        tcp_user_timeout=60_000,
    )
else:
    DATABASES = {
        "default": {
            "ENGINE": "harringay.sqlite",
            "NAME": Env.db_url_config(DATABASE_URL)["NAME"]
            if DATABASE_URL
            else DATA_DIR / "harringay.sqlite3",
            # Opening the file takes longer than most pages do.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # A write that begins as a read could not wait for another writer.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # Each of the web server's threads has a cache of pages, 512 KB in place of 2 MB;
                # what is not in it is in the system's own.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-512;"
                ),
            },
        }
    }

# Cache and task queue -----------------------------------------------------------------

REDIS_URL = env.address("REDIS_URL", ("redis", "rediss", "unix"))
WEB_PROCESSES = env.integer("WEB_PROCESSES", default=2 if REDIS_URL else 1, low=1, high=64)
WORKER_PROCESSES = env.integer("WORKER_PROCESSES", default=1, low=1, high=64)
if WEB_PROCESSES > 1 and not REDIS_URL:
    raise env.BadSetting("WEB_PROCESSES", str(WEB_PROCESSES), "1, where REDIS_URL is not set")

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/London"
# Written down at once, so that its file's date tells whether the timetable is being kept.
CELERY_BEAT_SYNC_EVERY = 1
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "queue" / "timetable")
if REDIS_URL:
    CACHES: dict[str, dict[str, object]] = {
        "default": {"BACKEND": "harringay.cache.ForgivingRedisCache", "LOCATION": REDIS_URL}
    }
    CELERY_BROKER_URL = REDIS_URL
    # A broker that is away must cost a request a second at most (dependencies, section 2).
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "visibility_timeout": 600,
        "socket_timeout": 1,
        "socket_connect_timeout": 1,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.1,
        "connect_retries_timeout": 1,
    }
else:
    # Right with exactly one web process; nothing that must be right may live in it. What is kept of
    # each feed is 300 bytes.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    }
    CELERY_BROKER_URL = "queue-folder://"  # harringay.queue_folder
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "queue" / "messages"),
        "data_folder_out": str(DATA_DIR / "queue" / "messages"),
        "control_folder": str(DATA_DIR / "queue" / "control"),
        "processed_folder": str(DATA_DIR / "queue" / "processed"),
        "store_processed": False,
        "polling_interval": 0.1,
    }

# E-mail -------------------------------------------------------------------------------

EMAIL_URL = env.address("EMAIL_URL", ("smtp", "smtps", "smtp+tls", "smtp+ssl"))
if EMAIL_URL:
    vars().update(Env.email_url_config(EMAIL_URL.replace("smtps:", "smtp+ssl:", 1)))
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    EMAIL_BACKEND = "harringay.mail.FolderBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_TIMEOUT = 10
EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", default=f"noreply@{SITE_HOST}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Static files and media ---------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
BUILT_ASSETS = DATA_DIR / "assets"
BUILT_ASSETS.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", BUILT_ASSETS]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# Members' copies of their data: nothing that a proxy gives out by itself.
EXPORTS_ROOT = DATA_DIR / "exports"
# What is out of everybody's reach, sealed: no page leads there (forum.moderation.strongroom).
QUARANTINE_ROOT = DATA_DIR / "quarantine"
# Who asked to be forgotten, which a restored backup must not take back.
ERASURE_LEDGER = DATA_DIR / "erasures.jsonl"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "harringay.storage.StaticStorage"},
}
# Far over any cap of ours, so that the form, and not a bare 400, answers too long a text.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_242_880

# Members and sessions -----------------------------------------------------------------

# By whom personal data may be agreed to (Data Protection Act 2018, section 9), and no younger.
MINIMUM_AGE = env.integer("MINIMUM_AGE", default=13, low=13, high=18)
AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = ["members.backends.MemberBackend"]
PASSWORD_HASHERS = ["members.hashers.SmallArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "members.password_rules.LengthValidator"},
    {"NAME": "members.password_rules.SiteWordsValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "address", "email")},
    },
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

# __Host- binds a cookie to this host and to https; browsers refuse it elsewhere.
COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
SESSION_ENGINE = "members.sessions"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
MESSAGE_STORAGE = "harringay.messages.Storage"
CSRF_FAILURE_VIEW = "harringay.views.csrf_failure"

ACCOUNT_ADAPTER = "members.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "members.account_forms.NewEmailForm",
    "change_password": "members.account_forms.ChangePasswordForm",
    "confirm_email_verification_code": "members.account_forms.EmailCodeForm",
    "confirm_login_code": "members.account_forms.SignInCodeForm",
    "login": "members.account_forms.SignInForm",
    "reauthenticate": "members.account_forms.ConfirmPasswordForm",
    "request_login_code": "members.account_forms.RequestCodeForm",
    "reset_password": "members.account_forms.ResetPasswordForm",
    "reset_password_from_key": "members.account_forms.NewPasswordForm",
    "set_password": "members.account_forms.SetPasswordForm",
    "signup": "members.account_forms.SignUpForm",
}
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "address"
ACCOUNT_USER_DISPLAY = "members.adapters.display_name"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 180
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = False  # members.limits says why, and counts instead
MFA_ADAPTER = "members.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "members.account_forms.ActivateAppForm",
    "add_webauthn": "members.account_forms.AddKeyForm",
    "authenticate": "members.account_forms.AppCodeForm",
    "edit_webauthn": "members.account_forms.EditKeyForm",
    "reauthenticate": "members.account_forms.ConfirmAppCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = SITE_HOST
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute out
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOOPBACK

# Security headers ---------------------------------------------------------------------

# Only a proxy that is believed can tell how a request came; containers ask in plain http.
SECURE_SSL_REDIRECT = IS_HTTPS and TRUSTED_PROXY_COUNT > 0
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
        "report-uri": "/policy-reports",
        "upgrade-insecure-requests": IS_HTTPS,
    }
}

# Language and time --------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = ["harringay.formats"]
TIME_ZONE = "Europe/London"
USE_TZ = True

# The forum ----------------------------------------------------------------------------

TAGGIT_CASE_INSENSITIVE = True
MAIL_HOLD_SECONDS = env.integer("MAIL_HOLD_SECONDS", default=600, low=0, high=86_400)
EDITION_HOUR = env.integer("EDITION_HOUR", default=18, low=0, high=23)
FEED_AUTHORITY = env.text("FEED_AUTHORITY", default=SITE_HOST)
DATA_KEY = env.text("DATA_KEY")
BACKUP_DIR = env.text("BACKUP_DIR")
WEBSUB_HUB_URL = env.address("WEBSUB_HUB_URL", ("http", "https"))
REPLY_DOMAIN = env.text("REPLY_DOMAIN")
LMTP_PORT = env.integer("LMTP_PORT", default=0, low=0, high=65535)
# On a machine of one's own `make run` has made a key; elsewhere the owner switches it on (L-62).
VAPID_PRIVATE_KEY = env.push_key("VAPID_PRIVATE_KEY", kept_in=DATA_DIR if IS_LOOPBACK else None)
# Where browsers may say that they take pushes: those of Chrome, Firefox, Safari and Edge (S-33).
PUSH_SERVICES = (
    "https://fcm.googleapis.com",
    "https://*.push.services.mozilla.com",
    "https://*.push.apple.com",
    "https://*.notify.windows.com",
)

# Logging ------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "harringay.logging.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"level": "WARNING"},
        # Three lines for each of the timetable's tasks, every ten seconds, tell nobody anything.
        "celery": {"level": "WARNING"},
        # aiosmtpd's, which would write down whose mail comes.
        "mail": {"level": "WARNING"},
    },
}
