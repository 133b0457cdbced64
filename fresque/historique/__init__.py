"""The memory of the wall, readable: who changed what, where, and what it said before."""
