"""What verify does, one file a step of a verification's life: opening, asking, receiving, deciding, ending.

`destroying` is where every copy ends.
"""
