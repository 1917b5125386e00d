"""What the services share: the words, the contracts and the machine room."""
