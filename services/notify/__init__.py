"""Notify writes letters and gets them delivered, once."""
