"""Whether what was written is a value, in the form in which that is wanted.

`meant` finds what is claimed, where the value tells it, `multiples` and `complements` what it is a multiple
of, or is missing of it to 1. `cells` makes one cell of each number, with the quantity that it stands for
(`shapes`, `wanted_forms`, `map_sizes`, `placed_parts`). `matching` holds a cell against a run of the solver,
within `rounding` and its `reach`; `vector_spaces`, `free_bases` and `column_orders` compare what is free.
"""
