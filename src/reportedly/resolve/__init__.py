"""Who is speaking: sources become actors. The register and its look-up."""

from reportedly.resolve.actors import KINDS, Actor, Alias, Gender, Kind, Match, Office, Post
from reportedly.resolve.own import RegisterError
from reportedly.resolve.register import Register, register
from reportedly.resolve.speakers import speakers

__all__ = [
    "KINDS",
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
    "speakers",
]
