from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VacanciesConfig(AppConfig):
    """Employers, vacancies and their monthly release: collected from everybody, true, fresh, carried to every door."""

    name = "gangqiao.vacancies"
    label = "vacancies"
    verbose_name = _("Vacancies")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.vacancies import (
            delivering_queue,  # noqa: F401  entries of the list of work
            verbs,  # noqa: F401  declares the verbs
        )
        from gangqiao.vacancies.phone import registering

        registering.register_all()
