"""Who does what by when: the étapes of every fiche on one screen, and what comes next."""
