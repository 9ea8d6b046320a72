from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Divisions with their dated codes, and the distances between them."""

    name = "gangqiao.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.kernel.scope import set_county_path
        from gangqiao.places import verbs  # noqa: F401
        from gangqiao.places.reads import county_path

        set_county_path(county_path)
