"""Places that news names and that are neither settlement nor division: seas, rivers, ranges, regions, famous sites."""
