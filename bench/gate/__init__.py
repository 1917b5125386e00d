"""The black-out gate: what a copy costs, and the same copies seen by a tool that redacts pictures."""
