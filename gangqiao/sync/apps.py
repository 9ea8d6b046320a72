from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SyncConfig(AppConfig):
    """Phones without signal: packages to carry away, operations brought back, receipts that prove nothing is lost."""

    name = "gangqiao.sync"
    label = "sync"
    verbose_name = _("Phones")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.sync import sources, verbs  # noqa: F401  declare entries of the list of work, and verbs
