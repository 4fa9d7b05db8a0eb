"""Runs per second with the real stages and the same simulated calls, with a worker for each core as `make up` has."""

from __future__ import annotations

from benchmarks.figures import Figure
from benchmarks.throughput import BASELINE, RUNS_OF_OURS, prefork, runs_per_second
from sessionbridge.cores import count_cores
from sessionbridge.up import PLACES_OF_A_WORKER


def measure() -> Figure:
    """The baseline is the instant one: what our stages compute counts against us alone."""
    cores = count_cores()
    ours = runs_per_second(RUNS_OF_OURS, cores, REAL_STAGES="1", CPU_PLACES=PLACES_OF_A_WORKER)
    note = f"{ours:.1f} runs a second in {cores} processes"
    return Figure("throughput_real", ours / prefork(), 9, BASELINE, note, at_least=True)
