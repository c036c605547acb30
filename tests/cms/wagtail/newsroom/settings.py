"""A newsroom's site, as small as Wagtail lets it be."""

from pathlib import Path

BASE_DIR = Path(__file__).parent
SECRET_KEY = "a site that lives for a minute"
DEBUG = True  # the server of Django serves the static files
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "stories",
    "exonym_wagtail",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
# Wagtail saves by itself while one writes: who writes waits for the other, whom nobody who reads has to wait for.
SQLITE = {"timeout": 60, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3", "OPTIONS": SQLITE},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
USE_TZ = True
STATIC_URL = "/static/"
WAGTAIL_SITE_NAME = "Newsroom"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# The service is where a file says, so that a test can send it elsewhere while the site runs.
TOLD = BASE_DIR / "service"


class FromFile(dict):
    """Settings of Exonym as the file has them now, a line each: its address, its key, how long it may take."""

    def get(self, name, default=None):
        told = dict(zip(("URL", "KEY", "SECONDS"), TOLD.read_text().split("\n"), strict=False)) if TOLD.exists() else {}
        return {"DATELINE": True, **told}.get(name, default)

    def __bool__(self):
        return True


EXONYM = FromFile()
