"""The poster « Contribuez »: a page without account, what is left there, who reads it."""
