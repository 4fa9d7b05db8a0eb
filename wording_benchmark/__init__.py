"""Sentences about or to somebody who keeps a diary, labelled by what they do of their own, and a harness for any gate.

The card is README.md. `python -m wording_benchmark` prints the figures, counted by `generation/evaluation/gate.py` as
those of `manage.py evaluate_gate` are.
"""
