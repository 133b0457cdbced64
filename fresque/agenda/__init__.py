"""The étapes and the séances in one's own calendar: files, and an address to subscribe to."""
