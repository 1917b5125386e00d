"""The rules of intake: what a message asks, what becomes of it, which case it names. Pure: no I/O, no clock."""
