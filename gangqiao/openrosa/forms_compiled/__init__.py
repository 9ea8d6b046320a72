"""The questions of a version as XForms, for ODK Collect and every other OpenRosa client."""

from gangqiao.openrosa.forms_compiled.making import KINDS, Notice, version_of, xform_of
from gangqiao.openrosa.forms_compiled.names import (
    HOUSEHOLDS,
    MEDIA,
    PERSONS,
    household_properties,
    key_of,
    node_of,
    person_properties,
    shown,
)
from gangqiao.openrosa.forms_compiled.reading import Filled, read

__all__ = [
    "HOUSEHOLDS",
    "KINDS",
    "MEDIA",
    "PERSONS",
    "Filled",
    "Notice",
    "household_properties",
    "key_of",
    "node_of",
    "person_properties",
    "read",
    "shown",
    "version_of",
    "xform_of",
]
