"""The questions about the bytes of a file, one each; `opener` is their ordered list.

Nothing is imported here, so that who only asks a child for an answer loads no decoder.
"""
