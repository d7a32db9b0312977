"""The database backend that cannot answer from the wrong schema."""
