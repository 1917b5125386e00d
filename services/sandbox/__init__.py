"""The sandbox: the world around the desk in `privacybalie demo`.

Mail servers, invented people who write to the desk, and a webmail to look over their shoulder. Nothing of it
runs in production.
"""
