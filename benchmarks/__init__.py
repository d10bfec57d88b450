"""Figures of speed and memory, to be read, not asserted: `python -m benchmarks [name ...]`."""
