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

CLIENTS = f"""client;name;email;phone;birth_date;since
1001;{NOOR.name};noor@oudepost.example;010 000 00 01;1984-04-12;2023-02-01
1002;{SAMIR.name};{SAMIR.address};010 000 00 02;1991-09-30;2024-05-15
1003;{JOKE.name};{JOKE.address};;1969-01-08;2022-11-03
"""
"""The bureau's client directory, as it would export it. One of them is known at an older address."""
