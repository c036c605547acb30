"""Jobs: whole tables that are reconciled beside the service, and survive its restart."""
