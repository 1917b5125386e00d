"""The rules of verify: how sure the desk must be, and the way there.

Pure: facts in, an answer with its reason out; no clock, no dice, no disk.
"""
