"""The code lists of the subsidies, from `lists.yaml`."""

from pathlib import Path

from gangqiao.kernel.attributes import Codes, load_codes

LISTS: dict[str, Codes] = load_codes(Path(__file__).with_name("lists.yaml"))
