"""Who is speaking, through whom and when: sources become actors, paths become chains."""

from reportedly.resolve.actors import KINDS, Actor, Alias, Gender, Kind, Match, Office, Post
from reportedly.resolve.own import RegisterError
from reportedly.resolve.register import Register, register
from reportedly.resolve.resolve import RULES, resolve
from reportedly.resolve.speakers import speakers

__all__ = [
    "KINDS",
    "RULES",
    "Actor",
    "Alias",
    "Gender",
    "Kind",
    "Match",
    "Office",
    "Post",
    "Register",
    "RegisterError",
    "register",
    "resolve",
    "speakers",
]
