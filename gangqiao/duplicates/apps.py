from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DuplicatesConfig(AppConfig):
    """Probable duplicates: pairs scored with reasons, decided by people."""

    name = "gangqiao.duplicates"
    label = "duplicates"
    verbose_name = _("Duplicates")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.duplicates import jobs, sources, verbs  # noqa: F401  they register themselves
