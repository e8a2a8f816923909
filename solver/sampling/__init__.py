"""Random problems with numbers that are nice to work with."""
