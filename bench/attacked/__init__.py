"""The attacks that `bench.attacks` runs, by what they are aimed at. What strangers do is in tests/support/attacks."""
