"""Coming in for the first time: an invitation received by e-mail, or a card on paper."""
