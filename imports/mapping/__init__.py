"""Pages on which a data steward teaches the catalogue to read a spreadsheet it has not seen before."""
