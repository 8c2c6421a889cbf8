"""Annotations that others made on our pages -> drafts of ours, found again by their quotations."""
