"""How the laws of core are tried: no example fails because the machine was slow."""

from hypothesis import settings

settings.register_profile("core", deadline=None, max_examples=60)
settings.load_profile("core")
