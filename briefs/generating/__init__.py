"""Content that means nothing, in any amount: to see how the site bears much of it."""

from briefs.generating.content import Amounts, generate

__all__ = ["Amounts", "generate"]
