"""The services of ./dev: PostgreSQL, Valkey, mail sink, and the platform's own processes, on one machine.

Reads from below up: ties, places, children, postgres, valkey, services; then one module for each command.
Nothing here is imported by the platform itself, but for `ties`.
"""
