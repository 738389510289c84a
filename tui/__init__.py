"""Floor 4: the Textual app, what the operator sees and types."""

import os

# Textual waits for the next sixtieth of a second before it draws; with frames of a few bytes a key need not wait so long.
os.environ.setdefault("TEXTUAL_FPS", "250")
