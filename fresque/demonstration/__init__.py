"""The demo: the example as it would be today (« La démonstration »).

``mots`` months in a text, ``dates`` every value of a file, ``vie`` the group's next days.
"""
