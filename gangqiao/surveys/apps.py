from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    """The survey: campaigns, one task a household, completeness of groups, households, persons and items."""

    name = "gangqiao.surveys"
    label = "surveys"
    verbose_name = _("Survey")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.people.actions.carrying import Companion, register_companion
        from gangqiao.surveys import jobs, sources, verbs  # noqa: F401  declare followers, entries and verbs
        from gangqiao.surveys.actions.following import follow, lock_tasks
        from gangqiao.surveys.phone import registering

        registering.register_all()
        register_companion("surveys", Companion(lock=lock_tasks, carry=follow))
