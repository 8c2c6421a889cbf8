"""Seeds: the editors' files, read and checked as a whole, then written in one transaction."""
