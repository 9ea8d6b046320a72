from django.apps import AppConfig


class SynthConfig(AppConfig):
    """A county of people who do not exist, for demonstration, tests and measurements."""

    name = "gangqiao.synth"
    label = "synth"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.synth import verbs  # noqa: F401
