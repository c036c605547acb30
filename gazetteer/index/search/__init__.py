"""The searches over the arrays of an index, and the kernels behind them."""
