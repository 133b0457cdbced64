"""What is printed beside the pages, kept while it serves; and which sheets hang on the real wall.

``choix``: what is asked, and the key under which everybody who asks the same shares one file.
``operations``: asking, giving up, forgetting. ``fabrication``: the work itself. ``affichage``: what
hangs, what of it no longer says what the wall says. ``calme``: what is made before anyone asks.
"""
