"""Personal data: finding all that bears a person, giving it to them, erasing it, keeping no longer.

``registre`` says of every table what can hold a person; everything else here reads it.
"""
