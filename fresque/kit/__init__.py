"""The kit at hand: its advice told again in our own short words, and its pre-filled example.

Nothing here is anybody's own content: it stands beside the sheet, and never prints.
"""
