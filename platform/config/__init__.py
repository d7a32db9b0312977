"""Settings, addresses and the command line. Names the other rooms by string and imports none of them."""
