"""A plan as one sheet of a workbook: taken out, worked on elsewhere, and brought back with a verdict for each row."""
