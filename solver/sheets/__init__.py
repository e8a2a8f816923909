"""Practice sheets: their questions, what is left to do of each, their pages and their keys."""

MOST_QUESTIONS = 200
