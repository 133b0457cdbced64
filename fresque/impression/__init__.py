"""What turns the planches into printed sheets; ``fresque.pdf`` is its only door."""
