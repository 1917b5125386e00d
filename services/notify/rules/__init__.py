"""The rules of notify: who gets which letter, and what becomes of a delivery. Pure: facts in, an answer out."""
