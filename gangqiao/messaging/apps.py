from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    """Notices to people and officials: in the app, by SMS gateway, or on paper; each sent once."""

    name = "gangqiao.messaging"
    label = "messaging"
    verbose_name = _("Notices")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Declare verbs, own texts, entries of the list of work, the job, and the check of settings and texts.
        from gangqiao.messaging import checks, jobs, own_texts, sources, verbs  # noqa: F401
