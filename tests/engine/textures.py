"""Small pictures that a fill can be measured on, made of numbers."""

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels, Plane


def gravel(height: int, width: int, seed: int = 0) -> Pixels:
    """Return grainy colours, uint8 HxWx3: much contrast between neighbours, none across the picture."""
    noise = np.random.default_rng(seed).normal(size=(height, width, 3)).astype(np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), 1.2)
    return np.asarray((128 + soft * 90).clip(0, 255), dtype=np.uint8)


def stripes(height: int, width: int, period: int) -> Pixels:
    """Return soft upright stripes, uint8 HxWx3."""
    wave = 128 + 100 * np.sin(np.arange(width) * 2 * np.pi / period)
    return np.broadcast_to(wave[None, :, None], (height, width, 3)).astype(np.uint8)


def sky(height: int, width: int) -> Pixels:
    """Return a picture that grows lighter downwards and darker to the right, with a little noise, uint8 HxWx3."""
    y, x = np.mgrid[0:height, 0:width]
    noise = np.random.default_rng(1).normal(0, 1.5, (height, width))
    light = 80 + 100 * y / height - 30 * x / width + noise
    return np.dstack([light + 40, light, light - 20]).clip(0, 255).astype(np.uint8)


def disc(height: int, width: int, radius: int) -> Plane:
    """Return a mask, uint8 HxW, 255 in a disc in the middle."""
    mask = np.zeros((height, width), np.uint8)
    cv2.circle(mask, (width // 2, height // 2), radius, 255, -1)
    return mask


def roughness(pixels: Pixels, where: Plane) -> float:
    """Return how much neighbours differ, as the standard deviation of the Laplacian where `where` is not 0."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY).astype(np.float32)
    return float(np.std(cv2.Laplacian(grey, cv2.CV_32F)[where > 0]))
