from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupConfig(AppConfig):
    """Calls to those who went out to work, cases, evidence, sample checks, and the worker's slip."""

    name = "gangqiao.followup"
    label = "followup"
    verbose_name = _("Follow-up")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Each declares something by being imported: verbs, texts of notices, entries of the list of work, the nights
        # and what follows an event, sections of the pages below.
        from gangqiao.followup import jobs, sources, texts, verbs  # noqa: F401
        from gangqiao.followup.actions.keeping import follow, lock_rows
        from gangqiao.followup.phone import registering
        from gangqiao.followup.views import sections  # noqa: F401
        from gangqiao.people.actions.carrying import Companion, register_companion

        registering.register_all()
        register_companion("followup", Companion(lock=lock_rows, carry=follow))
