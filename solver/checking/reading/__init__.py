"""What was handed in, as claims about a problem.

`work` takes it line by line: `line_labels` finds what each is about, `statements` cuts it into claims,
`under_labels`, `values_below` and `values_of_things` put names before values, `part_reader` reads these;
`unnamed` finds what values without a name are meant for, `laws` reads distributions in the place of their
parameters.
"""
