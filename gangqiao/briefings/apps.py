from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BriefingsConfig(AppConfig):
    """Official papers made from the figures: bulletins, circulars, analyses, meeting packs."""

    name = "gangqiao.briefings"
    label = "briefings"
    verbose_name = _("Briefings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Declare the verbs, what follows them, and what there is to do.
        from gangqiao.briefings import jobs, sources, verbs  # noqa: F401  declares verbs, jobs and the list of work
