"""What intake does with messages, one file a step: storing, reading, opening, attaching, triage, registering."""
