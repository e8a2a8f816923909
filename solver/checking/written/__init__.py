"""What is written, whatever the problem is: cut into lines and claims, and read as values.

`lines` cuts a working; `labels`, `row_numbers` and `side_by_side` know what stands before, above and beside
values, `tables` and `drawn_arrays` what is drawn. `answer_parser` reads `name = value` into a claim of
`claims` (`remarks`, `precisions`, `families`, `tree_values`, `truths`), `spelled_names` its name; `equations`
and `coordinates` read lines and points of space, `links` says what does not hold on the way to a value.
"""
