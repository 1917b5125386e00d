"""The abuse cases, each an automated test."""
