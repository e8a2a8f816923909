"""Practice: one question after another, hints, what was got wrong, and when it is asked again."""
