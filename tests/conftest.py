"""The cast plays here, too."""

from gangqiao.conftest import *  # noqa: F403
from gangqiao.conftest import _test_keys  # noqa: F401
