"""From a query to a resolution: question, context, retrieval, evidence, probability, verdict."""
