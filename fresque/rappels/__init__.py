"""Reminders of étapes whose end comes: by e-mail as each person chose, or on strips of paper."""
