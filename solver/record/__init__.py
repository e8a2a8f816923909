"""What a solver records: quantities, steps and answers, run again and compared with a model.

1. Record: a solver writes into a `Working` (`recorder`): quantities with their formulas (`quantities`). It
   is a `narrative` as well, of steps that show `blocks`, and it comes to `conclusions`.
2. Solve: `engine` makes a `Solution` (`solution`) of it, which is plain data, and holds that against the
   model (`comparison`).
3. Run again: a `Rerun` puts mistakes, values of a student's or other choices in place of what was recorded.
4. Round: `error_bounds` tells how far honest rounding moves a quantity, from the `lines` of the record in
   turn, the `slopes` of their formulas (long ones on a `tape`), and the `moves` that roundings make together.
5. Mark: `marks` shares what a solution is worth out over its steps.
"""
