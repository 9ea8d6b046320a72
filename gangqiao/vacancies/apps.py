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

        # Each declares something by being imported: verbs, texts of notices, the partners' door, entries of the list of
        # work, the night's jobs.
        from gangqiao.vacancies import (  # noqa: F401  # noqa: F401
            cooperation_queue,
            delivering_queue,
            partner_door,
            posts_queue,
            releases_queue,
            sources,
            texts,
            verbs,
        )
        from gangqiao.vacancies.actions.packs_following import follow, lock_responses
        from gangqiao.vacancies.jobs import pictures, posts, releases, rounds  # noqa: F401
        from gangqiao.vacancies.phone import registering

        registering.register_all()
        register_companion("vacancies", Companion(lock=lock_responses, carry=follow))
