"""What was handed in, as claims about a problem.

`work` takes it line by line: `statements` and `under_labels` cut lines into claims and put names before
them, `part_reader` reads these; `unnamed` finds what values without a name are meant for, `laws` reads
distributions in the place of their parameters.
"""
