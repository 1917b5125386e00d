"""What the desk does in a chat: hear a message, prove an address, open the case, let a colleague answer, forget."""
