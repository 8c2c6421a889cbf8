"""The record as feeds: every event an item, in RSS, Atom and JSON, for each scope that is followed.

A scope says which events (``scopes``), a document holds some of them (``documents``), an item tells
one in words (``items``), a format writes it all down (``formats``), the hub is told (``hub``).
"""
