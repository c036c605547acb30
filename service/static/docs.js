// Starts Swagger UI: a file of its own, since the policy of the page runs no script that stands in it.
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#api",
  deepLinking: true,
  validatorUrl: null,
});
