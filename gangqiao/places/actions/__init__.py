"""What can be done to the division tree: one function per verb, each audited."""

from gangqiao.places.actions.add import add_division, add_divisions
from gangqiao.places.actions.change import locate, recode, rename
from gangqiao.places.actions.load import Loaded, load_divisions
from gangqiao.places.actions.succeed import succeed
from gangqiao.places.growth import NewDivision

__all__ = [
    "Loaded",
    "NewDivision",
    "add_division",
    "add_divisions",
    "load_divisions",
    "locate",
    "recode",
    "rename",
    "succeed",
]
