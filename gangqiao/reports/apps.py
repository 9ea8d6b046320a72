from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Reports in anybody's layout, taught once; and two figures reconciled by the people between them."""

    name = "gangqiao.reports"
    label = "reports"
    verbose_name = _("Reports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Declare the verbs, what follows them, and what can be taken out.
        from gangqiao.reports import in_full, jobs, verbs  # noqa: F401
