"""The givens of problem types: how they are declared, read, named by people, listed, and fit each other."""
