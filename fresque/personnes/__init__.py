"""« Qui a accès »: who may open this fresque, in which role, since when and until when."""
