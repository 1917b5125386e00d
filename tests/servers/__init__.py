"""Real servers for the tests: private instances on loopback and high ports, without systemd or Docker.

Each class starts its own processes in a directory of its own, waits until the protocol answers, and ends
only what it started. `python -m tests.servers.install` installs what is missing on Debian.
"""
