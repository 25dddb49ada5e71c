"""From one release to the next without losing a request or a row, and back."""
