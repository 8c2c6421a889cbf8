"""The rows that readers see -> dicts for machines; pure of HTTP, one module a vocabulary."""
