from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    """The ledgers out: profiles, approval by a second person, watermark, password, print."""

    name = "gangqiao.exports"
    label = "exports"
    verbose_name = _("Exports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.exports import jobs, sources, verbs  # noqa: F401  declare verbs, followers and entries of the queue
