"""Practice sheets: their questions, what is left to do of each, their pages and their keys."""

MOST_QUESTIONS = 200
"""How many a sheet may have."""

LETTERS = "ABCDEFGH"
"""Of options, of which a choice may have as many."""

MOST_IN_CLASS = 1_000_000
"""How many the sheets of a class may have together."""
