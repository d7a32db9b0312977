"""Open events: conferences, public hearings, information days.

An event is a meeting of another kind: its programme are points of the agenda with a time and a room, whoever registers
is a participant. Lies above `meetings`; schema of the tenant. Never shows a need of somebody to the public, nor a name.
"""
