"""Tests that break things on purpose: crashes, cut connections, outages."""
