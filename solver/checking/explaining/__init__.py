"""What led to a value that is not the right one.

`runs` are the solver's, with mistakes or values of the student's put in (`replay`, `estimates`, `ancestry`,
within a `budget`); `reposed` are those under other `conventions`. A value may follow from one before
(`carried_forward`), come of a hand that rounds (`rough_hands`) or of a known mistake (`diagnosis`, `chance`,
by what else was written: `progress`); `readings` sees what everyone can see. Before that,
`wanted_units` converts what was written in another unit.
"""
