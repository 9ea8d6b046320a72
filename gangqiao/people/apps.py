from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The registry of households and persons."""

    name = "gangqiao.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.people import sources, verbs  # noqa: F401
