"""How a pen's pressure is set: the curve, the stroke that comes of it, and the popup with both."""
