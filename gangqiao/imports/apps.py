from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Any workbook in: read safely, columns recognised, previewed, applied through the verbs of the register."""

    name = "gangqiao.imports"
    label = "imports"
    verbose_name = _("Imports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.imports import sources, verbs  # noqa: F401  declare entries of the queue, and the verbs
        from gangqiao.imports.jobs import applying, checking, forgetting  # noqa: F401  follow events, and the clock
