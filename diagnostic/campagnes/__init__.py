"""A campagne from its opening to its closing: who answers, how, and what is kept of it."""
