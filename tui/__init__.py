"""Floor 4: the Textual app, what the operator sees and types."""

import os

# Textual holds a second repaint back until the next of its frames, 60 a second: a key whose answer comes in two pieces
# (the field left, then what the database says of it) would wait 17 ms for nothing. Read once, when Textual is loaded.
os.environ.setdefault("TEXTUAL_FPS", "240")
