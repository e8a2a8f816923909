"""Hand answers: read, compared with the solver's, and the mistake named."""
