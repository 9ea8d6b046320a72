from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Reports in anybody's layout, taught once; and two figures reconciled by the people between them."""

    name = "gangqiao.reports"
    label = "reports"
    verbose_name = _("Reports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.reports import jobs, verbs  # noqa: F401  declare the verbs and what follows them
