"""The routes of the GeoNames web service, so that its clients need only another address."""
