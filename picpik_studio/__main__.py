"""The one entry point of the checkout, the wheel and the frozen program."""
