"""Benchmarks: how fast Syllabus is beside the least that could be done, measured in one run."""
