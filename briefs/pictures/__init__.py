"""Pictures of membership: their geometry, worked out from rows that are fetched already."""
