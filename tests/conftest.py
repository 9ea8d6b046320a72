"""The cast plays here, too."""

from gangqiao.conftest import *  # noqa: F403
from gangqiao.conftest import _county_not_yet_known  # noqa: F401
from tests.cast.demonstration import *  # noqa: F403
