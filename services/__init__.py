"""The four services of privacybalie, its command line and the sandbox around it."""
