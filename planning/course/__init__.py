"""How a plan comes to be: its stages, what each of them asks for, and the papers that prove it."""
