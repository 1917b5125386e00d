"""The letters: a text per letter and language, what each needs (`letters.toml`), what codes are called (`words.toml`).

Texts are data. `catalogue` reads the tables, `presenting` turns facts into words, and `render` makes the letter.
"""
