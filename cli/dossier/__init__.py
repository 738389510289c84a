"""What the tax authority asks a producer for: sample documents of a made-up company, and the proof that goes with them."""
