"""GeoNames itself: its dump server's files downloaded, read as they come, and kept current day by day."""
