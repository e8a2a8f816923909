"""NumPy reference implementations, written from the textbook definitions.

Nothing here imports any other part of solver: these models exist to catch its mistakes.
"""
