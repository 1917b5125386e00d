"""What a text says: numbers and lines of the strip. Pure, for text that was read off a page or out of a file."""
