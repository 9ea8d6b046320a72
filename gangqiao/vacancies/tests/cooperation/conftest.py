"""Who plays in the tests of cooperation: the bureau, and an agency with its user."""

from gangqiao.vacancies.tests.employers.conftest import bureau, bureau_user, of_unit, units, water, water_user

__all__ = ["bureau", "bureau_user", "of_unit", "units", "water", "water_user"]
