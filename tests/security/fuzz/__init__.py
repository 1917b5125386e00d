"""Coverage-guided fuzzing of what reads strangers' mail: `python -m tests.security.fuzz SECONDS`."""
