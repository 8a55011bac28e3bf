"""JPEG XL, read where the extra `jxl` is installed.

That is pylibjxl (BSD, as libjxl is): the other plugin for Pillow is GPL. It decodes to 8 bits, and turns by itself.
"""

try:
    import pylibjxl
except ImportError:  # the extra is not installed, or there is no wheel for this system
    IS_READ = False
else:
    IS_READ = True


def register() -> None:
    """Let Pillow open JPEG XL, if it can be read at all; the same every time."""
    if IS_READ:
        pylibjxl.register_pillow()
