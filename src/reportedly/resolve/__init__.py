"""Who is speaking, through whom and when: sources become actors, paths become chains."""

from reportedly.resolve.actors import KINDS, Actor, Alias, Gender, Kind, Match, Office, Post
from reportedly.resolve.kinds import with_known_kinds
from reportedly.resolve.own import OwnFile, RegisterError, own_file
from reportedly.resolve.register import Register, register
from reportedly.resolve.resolve import resolve, rules
from reportedly.resolve.speakers import speakers

__all__ = [
    "KINDS",
    "Actor",
    "Alias",
    "Gender",
    "Kind",
    "Match",
    "Office",
    "OwnFile",
    "Post",
    "Register",
    "RegisterError",
    "own_file",
    "register",
    "resolve",
    "rules",
    "speakers",
    "with_known_kinds",
]
