"""Fulfil brings the case from opened to answered, in time."""
