from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QualityConfig(AppConfig):
    """Data in doubt: named checks, a work list by village, and the health of each unit's data."""

    name = "gangqiao.quality"
    label = "quality"
    verbose_name = _("Data quality")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.quality import jobs, sources, verbs  # noqa: F401  declare followers, entries and verbs
