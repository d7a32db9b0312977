"""Values of indicators: asked with a report, told, judged against their targets. Sums and progress are never stored."""
