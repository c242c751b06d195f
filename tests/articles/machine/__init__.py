"""The state machine of ``test_machine``: what should be true, what is, and what readers see."""
