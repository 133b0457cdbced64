"""Starting from nothing: an établissement, its fresque, its pilote; and who vouches for it."""
