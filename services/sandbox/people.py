"""The invented people of the sandbox. Nobody of this name asked us anything; `.example` belongs to nobody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody who writes to the desk."""

    name: str
    address: str


NOOR = Person("Noor van der Linden", "noor.vanderlinden@post.example")
SAMIR = Person("Samir Haddou", "s.haddou@brievenbus.example")
JOKE = Person("Joke Terpstra", "joke.terpstra@thuispost.example")
EMILY = Person("Emily Hartwell", "emily.hartwell@letters.example")
BRAM = Person("Bram Kuipers", "bram@kuipers.example")
SUPPLIER = Person("Administratie Papier & Pen", "facturen@papierenpen.example")
MACHINE = Person("Mail Delivery System", "mailer-daemon@mx.thuispost.example")

PEOPLE = (NOOR, SAMIR, JOKE, EMILY, BRAM, SUPPLIER)
