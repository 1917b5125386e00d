"""The machine room: everything here would be just as right in a shop."""
