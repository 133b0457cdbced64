"""Who counts for the projet: the cards on their two axes, the répertoire."""
