"""Settings of one county's installation. Everything that differs between machines comes from the environment.

GANGQIAO_HOME (default `./var`) holds what the installation writes: database, keys, uploads.
"""

from pathlib import Path

import environ

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent
PACKAGE_DIR = BASE_DIR / "gangqiao"
HOME = Path(env.str("GANGQIAO_HOME", default=str(BASE_DIR / "var")))

DEBUG = env.bool("GANGQIAO_DEBUG", default=False)
DEMO = env.bool("GANGQIAO_DEMO", default=False)
SECRET_KEY = env.str("GANGQIAO_SECRET_KEY", default="")  # kernel.crypto.keys fills it from the master key
ALLOWED_HOSTS = env.list("GANGQIAO_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
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
    "gangqiao.accounts",
    "gangqiao.people",
    "gangqiao.ledgers",
    "gangqiao.indicators",
    "gangqiao.plans",
    "gangqiao.synth",
    "gangqiao.web",
    "gangqiao.api",
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
    "default": env.db_url(
        "GANGQIAO_DATABASE_URL", default=f"sqlite:///{HOME / 'gangqiao.sqlite3'}", engine=None
    ),
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

AUTH_USER_MODEL = "accounts.User"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DJANGO_VITE = {"default": {"dev_mode": False, "manifest_path": PACKAGE_DIR / "web/static/dist/manifest.json"}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
