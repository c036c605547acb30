"""The routes, one module for each noun. They read requests and hand back ready bytes."""
