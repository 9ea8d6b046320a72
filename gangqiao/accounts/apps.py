from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, units and posts; the way in."""

    name = "gangqiao.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, sign_in, verbs  # noqa: F401
