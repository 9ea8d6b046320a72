"""What can be done to the division tree: one function per verb, each audited."""

from gangqiao.places.actions.add import NewDivision, add_division, add_divisions
from gangqiao.places.actions.change import locate, recode, rename
from gangqiao.places.actions.load import Loaded, load_divisions
from gangqiao.places.actions.succeed import succeed

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
