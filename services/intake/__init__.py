"""Intake makes a well-formed request of whatever arrives."""
