"""One act on many items of a plan: shown beforehand item by item, done for all or for none, and taken back once."""
