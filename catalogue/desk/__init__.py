"""The provider's desk, who may sit at it, and campaigns that ask providers whether their entries are still true."""
