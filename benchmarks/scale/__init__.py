"""What a year of a clinic, and of ten, weighs and takes: `make scale`. Its figures stand in docs/scale.md."""
