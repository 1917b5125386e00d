"""The rules of the case: its lifecycle, its dates, its tasks.

Pure: facts in, an answer with its reason out; no clock, no dice, no disk.
"""
