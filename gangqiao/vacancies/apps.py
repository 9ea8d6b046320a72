from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VacanciesConfig(AppConfig):
    """Employers, vacancies and their monthly release: collected from everybody, true, fresh, carried to every door."""

    name = "gangqiao.vacancies"
    label = "vacancies"
    verbose_name = _("Vacancies")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.people.actions.carrying import Companion, register_companion
        from gangqiao.vacancies import (
            cooperation_queue,  # noqa: F401  of agencies, agreements and fairs
            delivering_queue,  # noqa: F401  entries of the list of work
            partner_door,  # noqa: F401  by which partners send vacancies
            posts_queue,  # noqa: F401
            releases_queue,  # noqa: F401
            sources,  # noqa: F401  employers and returns on the list of work
            texts,  # noqa: F401  of its notices
            verbs,  # noqa: F401  declares the verbs
        )
        from gangqiao.vacancies.actions.packs_following import follow, lock_responses
        from gangqiao.vacancies.jobs import pictures, posts, releases, rounds  # noqa: F401  the night's work, and copies to the bureau
        from gangqiao.vacancies.phone import registering

        registering.register_all()
        register_companion("vacancies", Companion(lock=lock_responses, carry=follow))
