"""Who gets in: the password, how often it is tried, and the second factor."""
