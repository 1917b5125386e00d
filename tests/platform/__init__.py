"""The machine room and the real servers under it."""
