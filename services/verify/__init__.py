"""Verify finds out whether the requester is who they say, keeping as little as possible."""
