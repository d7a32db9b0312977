"""`python -m embedded` is `opora embedded`."""

import sys

from .command import main

sys.exit(main(sys.argv[1:]))
