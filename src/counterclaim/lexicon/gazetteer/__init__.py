"""Places of the world by name: GeoNames as packaged, countries, and a supplement of our own."""

from counterclaim.lexicon.gazetteer.entry import Entry, distance_km
from counterclaim.lexicon.gazetteer.fold import fold
from counterclaim.lexicon.gazetteer.open import Gazetteer

__all__ = ["Entry", "Gazetteer", "distance_km", "fold"]
