"""Benchmarks: figures with the machine they were taken on, never in a timed test."""
