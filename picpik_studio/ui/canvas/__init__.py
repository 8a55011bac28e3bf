"""The picture and the repaint area on the screen."""
