"""All settings, read top to bottom. Every value has a safe default or says why it has none."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from environs import Env

from web import servers
from web.logs import without_secrets

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# --- What this installation is ---------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("CONSULTATION_DEMO", False)
# False only in the throw-away test cluster, which is fast and not durable.
DURABLE = env.bool("CONSULTATION_DURABLE", True)
# No default: a key that everybody knows signs nothing.
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
# Links in mails and in the API are made from this address alone, never from a request's Host header.
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.str("SITE_NAME", "Open Rounds")
SECURE = urlsplit(SITE_URL).scheme == "https"
DATA_DIR = Path(env.str("CONSULTATION_DATA", str(BASE_DIR / ".data")))
# Where the demonstration's mail sink keeps its messages; without it there is no mailbox page.
MAILBOX_DIR = Path(mailbox) if (mailbox := env.str("CONSULTATION_MAILBOX", "")) else None

if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS names the hosts that this site answers to; * is not a host.")
if SECURE and DEBUG:
    raise ImproperlyConfigured("DEBUG shows settings and code to strangers: it cannot be on where SITE_URL is https.")
if SECURE and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short: use at least 50 random characters.")

# --- The house -------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "django_structlog",
    "web",
    "texts",
    "jobs",
    "ledger",
    "accounts",
    "rounds",
    "contributions",
    "proposals",
    "moderation",
    "integrations",
    "digests",
    "reports",
    "public",
    "secretariat",
    "consultation",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "web.middleware.ContentSecurityPolicy",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "web.second_factor.SecondFactor",
    "web.middleware.ReaderZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "public.devices.LastSeen",
]

ROOT_URLCONF = "consultation.urls"
WSGI_APPLICATION = "consultation.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "public.context.site",
            ],
        },
    }
]

# --- Database: PostgreSQL everywhere ---------------------------------------------------------------------------------

# manage.py and the launcher choose the role: web, worker and beat connect as consultation_app, the sequencer and
# migrate by addresses of their own.
DATABASES: dict[str, Any] = {
    "default": env.dj_db_url("DATABASE_URL", conn_max_age=None, conn_health_checks=True),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Actions open their transactions themselves.
ATOMIC_REQUESTS = False

# Redis is Celery's broker and nothing else: sessions and rate limits live in PostgreSQL.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Celery is the clock ---------------------------------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Sweeps end within their time limits, so a message comes back only when its worker is gone.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_timeout": 10, "socket_connect_timeout": 5}
CELERY_VISIBILITY_TIMEOUT = 900
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
# Rows are the queue. A sweep that is skipped or doubled costs a delay, never work: "expires" keeps a worker that was
# away from sweeping once for every beat that it missed.
CELERY_BEAT_SCHEDULE = {
    "mail": {"task": "digests.tasks.send_owed", "schedule": 3.0, "options": {"expires": 3}},
    "counters": {"task": "proposals.tasks.bring_up_to_date", "schedule": 3.0, "options": {"expires": 3}},
    "heard": {"task": "reports.tasks.bring_heard_up_to_date", "schedule": 4.0, "options": {"expires": 4}},
    "digests": {"task": "digests.tasks.send_due", "schedule": 4.0, "options": {"expires": 4}},
    "queue": {"task": "moderation.tasks.bring_queue_up_to_date", "schedule": 5.0, "options": {"expires": 5}},
    "bulk": {"task": "moderation.tasks.carry_out_bulk", "schedule": 3.0, "options": {"expires": 3}},
    "imitations": {"task": "moderation.tasks.look_for_imitations", "schedule": 30.0, "options": {"expires": 30}},
    "words": {"task": "reports.tasks.list_words", "schedule": 5.0, "options": {"expires": 5}},
    "affiliations": {"task": "moderation.tasks.end_expired", "schedule": 60.0, "options": {"expires": 60}},
    "domains": {"task": "moderation.tasks.prove_domains", "schedule": 60.0, "options": {"expires": 60}},
    "endings": {"task": "digests.tasks.tell_of_endings", "schedule": 3600.0, "options": {"expires": 3600}},
    "letters": {"task": "accounts.tasks.sweep_letters", "schedule": 3600.0, "options": {"expires": 3600}},
    "reminders": {"task": "digests.tasks.remind", "schedule": 3600.0, "options": {"expires": 3600}},
    "sealing": {"task": "rounds.tasks.seal_due", "schedule": 15.0, "options": {"expires": 15}},
    "files": {"task": "contributions.tasks.sweep_files", "schedule": 3600.0, "options": {"expires": 3600}},
    "originals": {"task": "contributions.tasks.forget_originals", "schedule": 3600.0, "options": {"expires": 3600}},
    "unconfirmed": {"task": "proposals.tasks.end_waiting", "schedule": 3600.0, "options": {"expires": 3600}},
    "cleaning": {"task": "digests.tasks.clean", "schedule": 3600.0, "options": {"expires": 3600}},
}
DJANGO_STRUCTLOG_CELERY_ENABLED = True
# A visitor's address is personal data and says nothing that a log needs.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False

# --- People ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Person"
# The address is unique without regard to case, by a constraint that the check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "digests.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "public.forms.SignupForm"
ACCOUNT_FORMS = {
    "login": "public.forms_account.LoginForm",
    "change_password": "public.forms_account.ChangePasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
# Offices count only in a session that gave a second factor (web.second_factor); not so in the demonstration.
MFA_ADAPTER = "public.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# The code before and the code after count too: people need time to read and type, and clocks differ.
MFA_TOTP_TOLERANCE = 1
# Browsers offer passkeys on https and on this machine only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# --- Mail out: every message is a row in digests, sent by its sweep --------------------------------------------------

if urlsplit(env.str("EMAIL_URL", "smtp://127.0.0.1:25")).scheme not in ("smtp", "submission"):
    raise ImproperlyConfigured("EMAIL_URL begins with smtp:// (plain) or submission:// (encrypted by STARTTLS).")
_smtp = env.dj_email_url("EMAIL_URL", "smtp://127.0.0.1:25")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _smtp["EMAIL_HOST"],
            "port": _smtp["EMAIL_PORT"],
            "username": _smtp["EMAIL_HOST_USER"],
            "password": _smtp["EMAIL_HOST_PASSWORD"],
            "use_tls": _smtp["EMAIL_USE_TLS"],
            "use_ssl": _smtp["EMAIL_USE_SSL"],
            "timeout": 20,
        },
    }
}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "secretariat@localhost")

# --- Name servers that are asked whether a domain is an organization's; empty: those of the machine -------------------

_named: list[str] = env.list("DNS_SERVERS", [])
DNS_SERVERS = [servers.read(server) for server in _named]

# --- Pages -----------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# The demonstration and the tests serve the files from where they lie; an installation collects and compresses them.
WHITENOISE_USE_FINDERS = DEBUG or DEMO or not DURABLE
STATIC_ROOT = None if WHITENOISE_USE_FINDERS else DATA_DIR / "static"
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if WHITENOISE_USE_FINDERS
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# A contribution of 200,000 characters in any script, and the form around it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
# Files are not counted there; what they may have together is bounded by the first of these.
FILE_UPLOAD_HANDLERS = [
    "web.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Security --------------------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "public.pages.errors.csrf_failure"
# On only behind a proxy that sets the header itself and drops what a visitor sends.
if env.bool("TRUSTED_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Else everybody would share the proxy's address, and with it the limits on signing in and up.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# --- The REST API ----------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "integrations.api.authentication.AccessTokenAuthentication",
        "integrations.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["integrations.api.authentication.HoldsScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "web.schema.Schema",
    "DEFAULT_FILTER_BACKENDS": ["web.filters.Declared"],
    "DEFAULT_PAGINATION_CLASS": "web.paging.Keyset",
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "web.problems.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Consultation API",
    "DESCRIPTION": "Read and take part in consultations. Times are UTC, RFC 3339; languages are BCP 47.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # The same field name has other words elsewhere: each set gets its own name in the schema.
    "ENUM_NAME_OVERRIDES": {
        "CommentKind": "proposals.models.Comment.Kind",
        "PersonKind": "accounts.models.Person.Kind",
        "TextStatus": "rounds.models.Status",
        "ShownStatus": "accounts.models.moderated.Shown",
        "RoundStatus": "rounds.models.Round.Status",
        "ProposalType": "proposals.models.Proposal.Type",
        "DocumentType": "rounds.models.Document.Type",
        "OrganizationType": "accounts.models.Organization.Type",
        "AffiliationRole": "accounts.models.Affiliation.Role",
        "InvitationState": "moderation.models.Invitation.State",
        "CorrectedThing": "rounds.api.corrections.OF",
        "TranslatedThing": "proposals.api.translations.OF",
        "ModeratedKind": "moderation.api.desk.CHOICES",
        "TextKind": "moderation.api.bulk.TEXTS",
        "DecisionVerb": "moderation.models.Decision.Verb",
        "DecidedVerb": "moderation.api.deciding.VERBS",
        "BulkVerb": "moderation.api.bulk.VERBS",
        "MotionVerb": "moderation.models.Motion.Verb",
        "OfficeRole": "rounds.models.Office.Role",
        "WordsState": "proposals.api.changes.STATES",
        "MotionState": "moderation.models.Motion.State",
        "BulkState": "jobs.models.Job.State",
        "BulkItemState": "moderation.models.BulkItem.State",
    },
}

# --- Logs: one JSON object a line, or words for a person at a terminal -----------------------------------------------

_shared: list[Any] = [
    structlog.contextvars.merge_contextvars,
    without_secrets,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_shared,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _shared,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.dev.ConsoleRenderer(colors=False)
                if DEBUG
                else structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {"django.server": {"handlers": ["console"], "propagate": False}},
}
