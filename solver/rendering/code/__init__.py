"""Solutions as programs in Python."""
