"""Bytes to rows: which format a file has, how its letters are written, where its head is. Knows no register."""
