"""All tests of privacybalie."""
