"""Numbers, formulas and their reading; SymPy and NumPy where they are needed."""
