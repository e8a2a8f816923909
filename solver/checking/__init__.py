"""Judging of hand answers: which module is asked when, on the way of an answer.

1. Read: `reading` makes claims of what was handed in, by the forms that `written` knows.
2. Name: `names` says what a name stands for. `asked` is what a question wants.
3. Compare: `comparing` makes cells of claims, and holds them against a run of the solver. `marking` begins:
   it chooses the order, the signs and the bases that explain most.
4. Explain: `session` judges one cell after another, with what it knows so far: right, coarse or undecided
   (`plain_verdicts`), or what led to it (`explaining`); `wording` says it, in the terms of `verdicts`.
5. Mark: `marking` puts the verdicts together, and shares out marks by what is proven (`proofs`,
   `part_marks`). `own_pages` does all of it, for what is copied from a page of our own as well.
"""
