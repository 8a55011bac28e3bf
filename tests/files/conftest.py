"""How the laws of files are tried: no example fails because the machine was slow."""

from hypothesis import settings

settings.register_profile("files", deadline=None, max_examples=40)
settings.load_profile("files")
