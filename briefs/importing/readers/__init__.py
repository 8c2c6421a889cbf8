"""A module a source: each has ``read(data, name) -> ArticleDraft``, a pure function."""
