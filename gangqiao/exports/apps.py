from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    """The ledgers out: profiles, approval by a second person, watermark, password, print."""

    name = "gangqiao.exports"
    label = "exports"
    verbose_name = _("Exports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Declare verbs, followers, entries of the queue, and what can be taken out.
        from gangqiao.exports import jobs, ledger_kind, sources, verbs  # noqa: F401  declares verbs, jobs and the list of work
