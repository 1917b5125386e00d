"""Intake by mail, from a real Dovecot to opened cases, beside the floor and beside django-helpdesk."""
