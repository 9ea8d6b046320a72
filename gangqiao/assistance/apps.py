from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssistanceConfig(AppConfig):
    """Classed help for the registered poor: assessment, personal plans, local places of work, public posts."""

    name = "gangqiao.assistance"
    label = "assistance"
    verbose_name = _("Assistance")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Each declares something by being imported: verbs, night work, what follows from events, the list of work,
        # sections of the pages below.
        from gangqiao.assistance import duty_queue, posts_queue, sources, verbs, workplaces_queue  # noqa: F401
        from gangqiao.assistance.actions.keeping import follow, lock_rows
        from gangqiao.assistance.jobs import proposing, stopping, workplaces  # noqa: F401
        from gangqiao.assistance.phone import registering
        from gangqiao.assistance.views import sections, workplaces_people  # noqa: F401
        from gangqiao.people.actions.carrying import Companion, register_companion

        registering.register_all()
        register_companion("assistance", Companion(lock=lock_rows, carry=follow))
