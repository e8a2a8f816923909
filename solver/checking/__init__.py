"""Judging of hand answers: which module is asked when, on the way of an answer.

1. Read. `work` takes what was handed in, line by line. `labels` are the words for a step, a layer or a sample
   that it stands under, `under_labels` what is claimed there. `lines` and `statements` cut it into claims,
   `row_numbers`, `equations` and `coordinates` know groups of samples, lines and families of vectors, and
   `answer_parser` reads each `name = value` (`remarks`, `precisions`, `families`) into a claim of `claims`.
   `unnamed` finds what values without a name are meant for; `laws` reads distributions in the place of their
   parameters; `links` says what does not hold on the way to a value.
2. Name. `names` says what a name stands for: `known_names` and `name_levels` by its spelling
   (`spelled_names`, `named_arrays`), `labeled_names` by the one of the `things` that it is of, `meanings` by
   its words, `formula_names` by its formula; `meant` where only the value tells it, `multiples` and
   `complements` by what it is a multiple of, or is missing of it to 1. `asked` is what a question wants.
3. Shape. `cells` makes one cell of each number, with the quantity that it stands for, in the form in which
   that is wanted (`shapes`, `signs`, `wanted_forms`, `map_sizes`, `units`).
4. Compare. `marking` begins: it chooses the order (`column_orders`), the signs and the bases (`free_bases`,
   `nearest_turns`) that explain most. `matching` holds a cell against a run of the solver, within
   `rounding`; `vector_spaces` compares what spans a space. `runs` are the solver's, with mistakes or values
   of the student's put in (`replay`, `estimates`, `ancestry`); `reposed` are those under other
   `conventions`.
5. Explain. `session` judges one cell after another, with what it knows so far (`progress`): right, coarse
   or undecided (`plain_verdicts`), following from a value before (`carried_forward`), a convention, or a
   known mistake (`diagnosis`, `chance`). `readings` sees what everyone can see; `wording` says it, in the
   terms of `verdicts`.
6. Mark. `marking` puts the verdicts together, and shares out marks by what is proven (`proofs`,
   `part_marks`).
"""
