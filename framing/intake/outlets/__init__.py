"""Ten spellings of an outlet become one: a registry as data, which a study overrides."""

from framing.intake.outlets.lookup import Lookup, Match, build_lookup, find_outlet
from framing.intake.outlets.registry import RegistryOutlet, load_registry, outlet_row

__all__ = [
    "Lookup",
    "Match",
    "RegistryOutlet",
    "build_lookup",
    "find_outlet",
    "load_registry",
    "outlet_row",
]
