"""Whether the tests bite: small mistakes are put into the code one at a time, and some test has to notice each.

`rooms` says which code, `operators` which mistakes, `warm` and `cold` try one, `campaign` tries a seeded sample.
"""
