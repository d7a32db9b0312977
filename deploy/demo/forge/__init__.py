"""The workshop behind generate.py: invents a region's providers and services in the registers' own formats."""
