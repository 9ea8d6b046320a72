"""Settings of one county's installation. Everything that differs between machines comes from the environment.

GANGQIAO_HOME (default `./var`) holds what the installation writes: database, keys, uploads.
"""

from pathlib import Path

import environ

from gangqiao.config.logs import logging_config
from gangqiao.kernel.crypto.keys import django_secret

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent
PACKAGE_DIR = BASE_DIR / "gangqiao"
HOME = Path(env.str("GANGQIAO_HOME", default=str(BASE_DIR / "var")))
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)  # every command finds it; nobody else may read it

DEBUG = env.bool("GANGQIAO_DEBUG", default=False)
DEMO = env.bool("GANGQIAO_DEMO", default=False)
SECRET_KEY = env.str("GANGQIAO_SECRET_KEY", default="") or django_secret(HOME)
CRYPTO = env.str("GANGQIAO_CRYPTO", default="aes")  # "sm": the Chinese algorithms SM4 and SM3
ALLOWED_HOSTS = env.list("GANGQIAO_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "gangqiao.accounts",  # before allauth: its pages stand in for allauth's of the same name
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "django_cotton",
    "django_vite",
    "django_tasks",
    "django_tasks_db",
    "gangqiao.kernel",
    "gangqiao.audit",
    "gangqiao.places",
    "gangqiao.sync",
    "gangqiao.messaging",
    "gangqiao.people",
    "gangqiao.ledgers",
    "gangqiao.quality",
    "gangqiao.duplicates",
    "gangqiao.imports",
    "gangqiao.exports",
    "gangqiao.surveys",
    "gangqiao.openrosa",
    "gangqiao.vacancies",
    "gangqiao.matching",
    "gangqiao.transfers",
    "gangqiao.training",
    "gangqiao.followup",
    "gangqiao.assistance",
    "gangqiao.subsidies",
    "gangqiao.indicators",
    "gangqiao.reports",
    "gangqiao.plans",
    "gangqiao.warnings",
    "gangqiao.headquarters",
    "gangqiao.briefings",
    "gangqiao.synth",
    "gangqiao.web",
    "gangqiao.api",
    "gangqiao.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gangqiao.web.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "gangqiao.accounts.middleware.ActorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gangqiao.config.urls"
WSGI_APPLICATION = "gangqiao.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gangqiao.web.context.shell",
            ],
        },
    },
]

DATABASES = {
    "default": env.db_url("GANGQIAO_DATABASE_URL", default=f"sqlite:///{HOME / 'gangqiao.sqlite3'}", engine=None),
}
_ENGINES = {
    "django.db.backends.sqlite3": "gangqiao.kernel.db.sqlite3",
    "django.db.backends.postgresql": "gangqiao.kernel.db.postgresql",
}
_engine = DATABASES["default"]["ENGINE"]
DATABASES["default"]["ENGINE"] = _ENGINES.get(_engine, _engine)
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# PostgreSQL only: the role the web process works as; row-level security holds for it (see kernel.db).
DATABASE_WEB_ROLE = env.str("GANGQIAO_DATABASE_WEB_ROLE", default="")
# The county this installation serves: its official code, valid today (places.reads.county).
COUNTY_CODE = env.str("GANGQIAO_COUNTY_CODE", default="532504")

# The county's own proxy says by this header, for example X-Forwarded-Proto, that the browser came over TLS.
if TLS_HEADER := env.str("GANGQIAO_TLS_HEADER", default=""):
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{TLS_HEADER.upper().replace('-', '_')}", "https")
# Frame-ancestors and HSTS are sent by gangqiao.web.middleware. Plain http is turned away by the proxy;
# without one nobody can sign in over it, since the cookies are Secure and named __Host-.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W004", "security.W008"]

CSRF_FAILURE_VIEW = "gangqiao.web.errors.csrf_failed"
AUTH_USER_MODEL = "accounts.User"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "gangqiao.config.formats"
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# Uploads name real people: they never lie in a temporary file in plain text (gangqiao.web.uploads has the limit).
FILE_UPLOAD_HANDLERS = ["gangqiao.web.uploads.InMemoryHandler"]
# Vite puts a hash of the content into these names, so a browser may keep them for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/(phone/)?assets/.+-[\w-]{8}\.\w+$"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": PACKAGE_DIR / "web/static/dist/manifest.json",
        "static_url_prefix": "dist",
    },
}

# The work plan the installation executes, and by which part its numbers of people are reduced: a demonstration county
# of a tenth of the size is measured against a tenth of the targets. Real people are measured against the whole plan.
PLAN = env.str("GANGQIAO_PLAN", default="mile-2020")
# The folder of the county's own rules of subsidies; without it, the book of the library that holds on the day.
POLICY_BOOK = env.str("GANGQIAO_POLICY_BOOK", default="")
PLAN_SCALE = env.float("GANGQIAO_PLAN_SCALE", default=1.0) if DEMO else 1.0

# What leaves as a file: how many rows at most, how many of sensitive columns, and for how many days it is kept.
EXPORT_ROWS = env.int("GANGQIAO_EXPORT_ROWS", default=500_000)
EXPORT_ROWS_SENSITIVE = env.int("GANGQIAO_EXPORT_ROWS_SENSITIVE", default=20_000)
EXPORT_DAYS = env.int("GANGQIAO_EXPORT_DAYS", default=7)

# What leaves as a message (docs/apps/messaging.md). By itself everything is written into a file and nothing leaves.
# The address by which others reach this installation: no message leads anywhere else.
ADDRESS = env.str("GANGQIAO_ADDRESS", default="http://127.0.0.1:8000" if DEMO else "")
MESSAGE_DAYS = env.int("GANGQIAO_MESSAGE_DAYS", default=365)  # then words, number and name of a notice are emptied
SMS_GATEWAY = env.str("GANGQIAO_SMS_GATEWAY", default="file")
SMS_SIGNATURE = env.str("GANGQIAO_SMS_SIGNATURE", default="")  # the sender, in the brackets operators ask for
SMS_HTTP_URL = env.str("GANGQIAO_SMS_URL", default="")
SMS_HTTP_METHOD = env.str("GANGQIAO_SMS_METHOD", default="POST")
SMS_HTTP_HEADERS = env.json("GANGQIAO_SMS_HEADERS", default={"Content-Type": "application/json"})
SMS_HTTP_BODY = env.str("GANGQIAO_SMS_BODY", default="")
SMS_HTTP_SUCCESS = env.str("GANGQIAO_SMS_SUCCESS", default=".")
SMS_HTTP_SECONDS = env.float("GANGQIAO_SMS_SECONDS", default=15.0)
# Receipts and answers of the gateway: without a secret their address is closed.
SMS_RECEIPT_SECRET = env.str("GANGQIAO_SMS_RECEIPT_SECRET", default="")
SMS_RECEIPT_FIELDS = env.json("GANGQIAO_SMS_RECEIPT_FIELDS", default={})
SMS_RECEIPT_ARRIVED = env.str("GANGQIAO_SMS_RECEIPT_ARRIVED", default="(?i)^(delivrd|delivered|success|0)$")

LOGGING = logging_config(level=env.str("GANGQIAO_LOG_LEVEL", default="INFO"))

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- accounts: sign-in, second factor, lock-out, sessions ------------------------------------------------------------
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "gangqiao.accounts.sign_in.OwnBackend"]
PASSWORD_HASHERS = ["gangqiao.accounts.hashers.BoundedPBKDF2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {"NAME": "gangqiao.accounts.passwords.CountyWordsValidator"},
]
# An official without a second factor is led to set it up before anything else. Only the demonstration goes without.
REQUIRE_SECOND_FACTOR = not DEMO or env.bool("GANGQIAO_REQUIRE_SECOND_FACTOR", default=False)
PASSWORD_MAX_DAYS = env.int("GANGQIAO_PASSWORD_MAX_DAYS", default=0)  # 0: no forced change; 90 if the assessor asks
SIGN_IN_LINE = env.int("GANGQIAO_SIGN_IN_LINE", default=24)  # must be less than the threads of the server
PUBLIC_LINE = env.int("GANGQIAO_PUBLIC_LINE", default=3)  # threads the public pages may take, of a process; likewise
TRUSTED_PROXIES = env.int("GANGQIAO_TRUSTED_PROXIES", default=0)  # how many proxies in front may name the client

# Plain http only where nothing is real: on this machine, in the demonstration or while developing.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not (DEMO or DEBUG)
SESSION_COOKIE_NAME = "__Host-gangqiao" if SESSION_COOKIE_SECURE else "gangqiao"
CSRF_COOKIE_NAME = "__Host-csrf" if CSRF_COOKIE_SECURE else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # the 30 idle minutes are kept in accounts.sessions

ACCOUNT_FORMS = {
    "login": "gangqiao.accounts.forms.SignInForm",
    "change_password": "gangqiao.accounts.forms.OwnPasswordForm",
    "reauthenticate": "gangqiao.accounts.forms.ConfirmForm",
}
MFA_FORMS = {
    "authenticate": "gangqiao.accounts.forms.CodeForm",
    "reauthenticate": "gangqiao.accounts.forms.ConfirmByCodeForm",
    "activate_totp": "gangqiao.accounts.forms.FirstCodeForm",
}
ACCOUNT_ADAPTER = "gangqiao.accounts.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# An office of the county shares one address: per address the limit is wide, guessing is stopped by axes and per user.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "5/5m/key", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "gangqiao.accounts.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Gangqiao"
MFA_TRUST_ENABLED = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
USERSESSIONS_TRACK_ACTIVITY = False

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "gangqiao.accounts.sign_in.lock_name"
AXES_CLIENT_IP_CALLABLE = "gangqiao.accounts.sign_in.client_address"
AXES_LOCKOUT_CALLABLE = "gangqiao.accounts.sign_in.answer_locked"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
# --- end of accounts -------------------------------------------------------------------------------------------------
