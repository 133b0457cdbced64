"""What a page already open hears of: the stream, what moved, who is here."""
