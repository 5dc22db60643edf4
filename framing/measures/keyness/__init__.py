"""Which terms does side A use more than side B? Effects, rankings and dispersion on count arrays.

Counts have shape (terms,) or (replicates, terms) and may be fractions, since tokens can be
weighted. A total is every token in scope, not the sum over the terms passed: one number, or for
replicates one number each. Nothing is filtered here.
"""

from framing.measures.keyness.counts import ZERO_COUNT, FloatArray
from framing.measures.keyness.dispersion import dispersion_dp, text_dispersion_keyness
from framing.measures.keyness.effects import log_ratio, odds_ratio, percent_diff
from framing.measures.keyness.odds import PRIOR_SHARE, LogOdds, informative_prior, log_odds
from framing.measures.keyness.ranking import g2
from framing.measures.keyness.stratified import MantelHaenszel, mantel_haenszel

__all__ = [
    "PRIOR_SHARE",
    "ZERO_COUNT",
    "FloatArray",
    "LogOdds",
    "MantelHaenszel",
    "dispersion_dp",
    "g2",
    "informative_prior",
    "log_odds",
    "log_ratio",
    "mantel_haenszel",
    "odds_ratio",
    "percent_diff",
    "text_dispersion_keyness",
]
