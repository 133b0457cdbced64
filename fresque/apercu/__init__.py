"""The wall seen from afar: each planche in a few words, as frozen values. No HTML, no writing."""
