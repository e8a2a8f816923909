"""What a name stands for among the quantities of a solution.

By its spelling (`known_names`, `name_levels`, with `named_arrays` and `named_parts`), by the thing that it is
of (`things`, `labeled_names`), by words and marks that tell which part (`marked_names`), by its words
(`meanings`) or by its formula (`formula_names`); `names` asks them in turn.
"""
