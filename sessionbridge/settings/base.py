"""Settings shared by every environment. Values come from the environment or `.env`; see .env.example."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from sessionbridge.cores import count_cores
from sessionbridge.settings.beat_schedule import beat_schedule
from sessionbridge.settings.connections import LOCAL_NAME
from sessionbridge.settings.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# What this machine keeps beside the code: embedded services, the development key, pid files.
LOCAL_DIR = BASE_DIR / LOCAL_NAME

env = Environment()
env.read_env(BASE_DIR / ".env")

INSTALLED_APPS = [
    "core.before_django",
    "core.login.apps.StaffSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "pgtrigger",
    "rest_framework",
    "drf_standardized_errors",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "core",
    "generation",
    "audit",
]

MIDDLEWARE = [
    "core.response_headers.ResponseHeadersMiddleware",
    "generation.api.cors.CorsMiddleware",
    "generation.api.site_problems.SiteProblemsMiddleware",
    "core.asking.AskingMiddleware",
    "core.login.proxies.TrustedProxiesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "sessionbridge.static_files.StaticFilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "core.login.idle.IdleMiddleware",
    "core.refused_methods.RefusedMethodsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "sessionbridge.urls"
WSGI_APPLICATION = "sessionbridge.wsgi.application"
AUTH_USER_MODEL = "core.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
            ],
        },
    },
]

PASSWORD_HASHERS = ["core.login.hashing.InTurn"]
# In each process; a core is left for everything else.
PASSWORDS_AT_ONCE = max(1, count_cores() - 1)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "core.password_rules.NotLikeTheLogin"},
    {"NAME": "core.password_rules.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "core.password_rules.NotCommon"},
    {"NAME": "core.login.passwords.NewPasswordNoticed"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "core.login.tries.CountedBackend",
]
LOGIN_URL = "admin:login"
# Also where an unsafe or missing `next` leads.
LOGIN_REDIRECT_URL = "admin:index"

# docs/access.md. Proxies whose word on the client's address is believed: addresses and networks.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
# Wrong passwords from one address at one name, after which that pair is locked out.
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURES", default=5)
LOGIN_LOCKED_SECONDS = env.int("LOGIN_LOCKED_SECONDS", default=900)
# Wrong passwords at one name from anywhere, and the seconds within which they count.
LOGIN_NAME_FAILURES = env.int("LOGIN_NAME_FAILURES", default=50)
LOGIN_NAME_WINDOW_SECONDS = env.int("LOGIN_NAME_WINDOW_SECONDS", default=24 * 60 * 60)
AXES_HANDLER = "core.login.limits.TwoLimits"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(seconds=LOGIN_LOCKED_SECONDS)
# A try while locked does not begin the time again: otherwise anybody could keep a login locked.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "core.login.limits.name_for_axes"
AXES_CLIENT_IP_CALLABLE = "core.login.limits.address_for_axes"
AXES_SENSITIVE_PARAMETERS = ["username", "password", "code"]
# What happened is in our own access log.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Its middleware answers in its own words; the admin's login and the API's do it in theirs.
SILENCED_SYSTEM_CHECKS = ["axes.W002"]

# How many days the access log of logins is kept.
LOGIN_EVENT_DAYS = env.int("LOGIN_EVENT_DAYS", default=400)
if LOGIN_EVENT_DAYS < 30:
    raise ImproperlyConfigured("LOGIN_EVENT_DAYS is at least 30: whoever looks into a break-in needs the last weeks.")
# Secrets of before, newest first: what was signed or sealed with them is still good.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Whether staff need a code from an app beside the password.
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=False)
OTP_TOTP_ISSUER = "SessionBridge"

# Seconds without a request after which staff are logged out, and the longest a session may last.
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=15 * 60)
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# What was done is said on the next page of the same login: in a cookie it would outlive that, and be told to the next.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False
FORMAT_MODULE_PATH = "core.formats"
STATIC_URL = "static/"

# Whether PgBouncer or another pooler stands in front of the database.
DATABASE_POOLER = env.bool("DATABASE_POOLER", default=False)
# Behind a pooler: the database itself, for the one connection of a process that listens for events.
EVENTS_DATABASE = env.db_url("EVENTS_DATABASE_URL", default="") if env("EVENTS_DATABASE_URL", default="") else {}

# The database of a TheraBridge that a practice moves over from: docs/moving-from-therabridge.md.
THERABRIDGE_DATABASE_URL = env("THERABRIDGE_DATABASE_URL", default="")

REST_FRAMEWORK = {
    # No sessions: one that has passed only the first factor must open nothing here.
    "DEFAULT_AUTHENTICATION_CLASSES": ["generation.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DEFAULT_SCHEMA_CLASS": "generation.api.schema.ApiSchema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    # A parameter like any other that no call knows.
    "URL_FORMAT_OVERRIDE": None,
    # Counted per login, or per address where nobody is logged in.
    "DEFAULT_THROTTLE_RATES": {
        "login": "20/min",
        "summary_request": "60/hour",
        "summary_read": "300/min",
        "messages": "300/min",
        "account": "120/min",
        "export": "20/hour",
    },
    # The client's address is where TRUSTED_PROXIES puts it.
    "NUM_PROXIES": 0,
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "generation.api.problems.ProblemHandler",
    "EXCEPTION_FORMATTER_CLASS": "generation.api.problems.ProblemFormatter",
}
# Origins whose pages may call the API: "https://app.example.org".
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
# docs/openapi.yaml and the pages that show it.
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "SessionBridge",
    "DESCRIPTION": "Diary messages in, neutral summaries out. The guide is docs/api.md.",
    "VERSION": "1",
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "JobState": "generation.models.JobState.values",
        "JobOrigin": "generation.models.Origin.values",
        "SummaryState": "generation.api.shown_summary.SUMMARY_STATES",
        "SummaryOutcome": "generation.api.shown_summary.OUTCOMES",
        "SummaryOrigin": "generation.models.VersionOrigin.values",
    },
    # From this site alone.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# Seconds. How long after it was accepted a job ends, whatever happens: 15 minutes, never more.
JOB_DEADLINE_SECONDS = env.float("JOB_DEADLINE_SECONDS", default=900)
# How long a worker holds a job without renewing; its heartbeat renews well before.
JOB_LEASE_SECONDS = env.float("JOB_LEASE_SECONDS", default=30)
JOB_HEARTBEAT_SECONDS = env.float("JOB_HEARTBEAT_SECONDS", default=10)
# After how long a task that the broker lost is sent again; and how often the sweep looks.
JOB_SEND_AGAIN_SECONDS = env.float("JOB_SEND_AGAIN_SECONDS", default=20)
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=5)
# A summary that lost words is made again this long after the last change; and how often beat looks for one.
SUMMARY_ANEW_SECONDS = env.float("SUMMARY_ANEW_SECONDS", default=120)
LOOK_FOR_DUE_SECONDS = env.float("LOOK_FOR_DUE_SECONDS", default=15)
# Scheduled summaries: over how many seconds those due at one moment are spread, and how many are asked for in a minute
# at most, even if they are made up for.
SCHEDULE_SPREAD_SECONDS = env.float("SCHEDULE_SPREAD_SECONDS", default=600)
SCHEDULED_A_MINUTE = env.int("SCHEDULED_A_MINUTE", default=60)
if SCHEDULE_SPREAD_SECONDS < 0 or SCHEDULED_A_MINUTE < 1:
    raise ImproperlyConfigured("SCHEDULE_SPREAD_SECONDS is not below 0, SCHEDULED_A_MINUTE at least 1.")
# The end of the deadline belongs to the fallback alone.
JOB_FALLBACK_RESERVE_SECONDS = env.float("JOB_FALLBACK_RESERVE_SECONDS", default=45)
# How long a run may go on after SIGTERM; then the job is given back.
JOB_FINISH_SECONDS = env.float("JOB_FINISH_SECONDS", default=10)
if not 0 < JOB_DEADLINE_SECONDS <= 900:
    raise ImproperlyConfigured("JOB_DEADLINE_SECONDS is more than 0 and at most 900: a job ends within 15 minutes.")
if not 0 < 2 * JOB_HEARTBEAT_SECONDS < JOB_LEASE_SECONDS:
    raise ImproperlyConfigured("JOB_LEASE_SECONDS must be more than twice JOB_HEARTBEAT_SECONDS.")
# Of summaries that passed at once, this share is put before a reader, drawn by chance.
REVIEW_SAMPLE_SHARE = env.float("REVIEW_SAMPLE_SHARE", default=0.2)
if not 0 < REVIEW_SAMPLE_SHARE <= 1:
    raise ImproperlyConfigured("REVIEW_SAMPLE_SHARE is more than 0 and at most 1.")
# Of bullets that the gate refused, this share is put before a reader, to learn how often its rules are right.
REVIEW_REFUSED_SHARE = env.float("REVIEW_REFUSED_SHARE", default=0.5)
if not 0 < REVIEW_REFUSED_SHARE <= 1:
    raise ImproperlyConfigured("REVIEW_REFUSED_SHARE is more than 0 and at most 1.")
# How often beat makes the items of new summaries; an opened queue makes them at once.
DRAW_REVIEWS_SECONDS = env.float("DRAW_REVIEWS_SECONDS", default=300)
# How long an opened item is its reader's; then somebody else may have it.
REVIEW_RESERVATION_MINUTES = env.int("REVIEW_RESERVATION_MINUTES", default=20)
# How many readers a summary takes, by the reason it is read for.
REVIEWS_WANTED = {"safety": 1, "fallback": 1, "rules": 1, "repaired": 1, "sample": 1} | env.dict(
    "REVIEWS_WANTED", cast={"value": int}, default={}
)
# The most a model may take in each stage, all its attempts together.
MODEL_STAGE_SECONDS = {"canonicalizer": 180, "bridge_choice": 150, "bridge_judge": 60, "bridge_repair": 90}
# The same of any other task: waves over sessions, journeys.
MODEL_OTHER_STAGE_SECONDS = 200
# Stages that compute at the same time in one process; `make up` shares the cores among its workers.
CPU_PLACES = env.int("CPU_PLACES", default=count_cores())
# One place is kept for diaries with less text than this; from the second size on a diary's stages run in a process
# of their own, which may take this much memory.
SMALL_DIARY_KB = env.float("SMALL_DIARY_KB", default=32)
DENSE_DIARY_KB = env.float("DENSE_DIARY_KB", default=64)
DENSE_MEMORY_MB = env.int("DENSE_MEMORY_MB", default=512)
# What makes the stages of each feature: a function as in generation/generators/base.py.
GENERATION_STAGES = {
    "session_bridge": "generation.generators.session_bridge.session_bridge_stages",
    "session_wave": "generation.generators.waves.stages.session_wave_stages",
    "your_journey": "generation.generators.journey.stages.your_journey_stages",
}
# The waves over a therapy session: a generator each, with its prompt and schema beside it. docs/waves.md.
SESSION_WAVES = [
    f"generation.generators.waves.{name}"
    for name in (
        "speaker_labels.SpeakerLabeler",
        "mood.MoodAnalyzer",
        "topics.TopicExtractor",
        "action_items.ActionItemsSummarizer",
        "breakthrough.BreakthroughDetector",
        "deep.DeepAnalyzer",
        "prose.ProseGenerator",
        "insights.SessionInsightsSummarizer",
    )
]

# How a journey tells more sessions than fit (full, progressive or hierarchical), and the tokens that may be told of
# them, by the model of the task.
JOURNEY_COMPACTION = env("JOURNEY_COMPACTION", default="progressive")
if JOURNEY_COMPACTION not in {"full", "progressive", "hierarchical"}:
    raise ImproperlyConfigured("JOURNEY_COMPACTION is full, progressive or hierarchical.")
JOURNEY_TOKENS = {"all": 40_000} | env.dict("JOURNEY_TOKENS", cast={"value": int}, default={})

# docs/heads.md. The key that signs heads, made on first use; where heads are kept outside the database ('': nowhere).
HEAD_SIGNING_KEY_FILE = env("HEAD_SIGNING_KEY_FILE", default=str(LOCAL_DIR / "head-signing.pem"))
HEADS_FOLDER = env("HEADS_FOLDER", default=str(LOCAL_DIR / "heads"))
# How often beat signs.
SIGN_HEAD_SECONDS = env.float("SIGN_HEAD_SECONDS", default=3600)

# Celery only carries hints: Postgres is the queue of record. So nothing is kept of a result, and a task that
# a killed worker held may run again, which the job protocol allows.
CELERY_TIMEZONE = "UTC"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "sessionbridge"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_BEAT_SCHEDULER = "sessionbridge.beat:RecordingScheduler"
CELERY_WORKER_POOL = "threads"
# A run mostly waits for models, with its connection given back: many threads, and they share a pool of 8.
CELERY_WORKER_CONCURRENCY = env.int("WORKER_CONCURRENCY", default=48)
# Workers of `make up`: stages compute in Python, of which a process runs one at a time.
WORKER_PROCESSES = env.int("WORKER_PROCESSES", default=count_cores())
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# However long it is away.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# Longer than any job may take (15 minutes), so that a slow one is not handed out twice.
# A sender tries a broker that is away once more and then goes on: waiting would hold up the request.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1200,
    "socket_connect_timeout": 2,
    # A Redis that hangs is as good as one that refuses.
    "socket_timeout": 3,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
# A request never waits for a broker that is away: the sweep sends again.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_BEAT_SCHEDULE = beat_schedule(
    sweep=SWEEP_SECONDS,
    look_for_due=LOOK_FOR_DUE_SECONDS,
    draw_reviews=DRAW_REVIEWS_SECONDS,
    sign_head=SIGN_HEAD_SECONDS,
)

# Where `manage.py backup` puts backups; beat keeps the list of what was taken back there. docs/backups.md.
BACKUP_FOLDER = env("BACKUP_FOLDER", default="")
# The folder of pg_dump and pg_restore, where they are not found by name.
POSTGRES_PROGRAMS = env("POSTGRES_PROGRAMS", default="")
# Whoever sends it as `Authorization: Bearer` sees from anywhere what /readyz finds, and /metrics. docs/operations.md.
HEALTH_TOKEN = env("HEALTH_TOKEN", default="")
if 0 < len(HEALTH_TOKEN) < 20:
    raise ImproperlyConfigured("HEALTH_TOKEN has fewer than 20 characters: it could be guessed.")
# plain or json: how a line of the log is written.
_LOG_FORMAT = env("LOG_FORMAT", default="plain")
if _LOG_FORMAT not in {"plain", "json"}:
    raise ImproperlyConfigured("LOG_FORMAT is plain or json.")

# Plain lines: neither local variables nor the words of an error, which could hold diary text, ever reach a log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "sessionbridge.log_format.WordlessFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "sessionbridge.log_format.JsonFormatter"},
    },
    "filters": {
        "refusals": {"()": "sessionbridge.log_format.RefusalsInOneLine"},
        "broker": {"()": "sessionbridge.broker_away.BrokerAwayInOneLine"},
        "database": {"()": "sessionbridge.database_away.DatabaseAwayInOneLine"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": _LOG_FORMAT,
            "filters": ["refusals", "broker", "database"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "core": {"level": "INFO"},
        "generation": {"level": "INFO"},
        "audit": {"level": "INFO"},
    },
}

# Language models; docs/models.md. Without a key and without an address no model is called anywhere.
OPENAI_API_KEY = env("OPENAI_API_KEY", default="")
OPENAI_BASE_URL = env("OPENAI_BASE_URL", default="")
MODEL_TIER = env("MODEL_TIER", default="precision")
MODEL_OVERRIDES = env.dict("MODEL_OVERRIDES", default={})
MODEL_PRICES = env.dict("MODEL_PRICES", default={})
MODEL_THINKING = env.dict("MODEL_THINKING", default={})
DAILY_TOKEN_BUDGET = env.int("DAILY_TOKEN_BUDGET", default=0)
# rules or model. Unset, choice, judge and repair are done by a model where one is set; the canonicalizer by rules.
STAGE_CANONICALIZER = env("STAGE_CANONICALIZER", default="")
STAGE_CHOICE = env("STAGE_CHOICE", default="")
STAGE_JUDGE = env("STAGE_JUDGE", default="")
STAGE_REPAIR = env("STAGE_REPAIR", default="")
