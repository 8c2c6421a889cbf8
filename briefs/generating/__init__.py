"""Content that means nothing, in any amount: to see how the site bears much of it."""

from briefs.generating.amounts import Amounts
from briefs.generating.content import generate

__all__ = ["Amounts", "generate"]
