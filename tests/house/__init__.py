"""Tests that the house is kept: structure, texts, documents."""
