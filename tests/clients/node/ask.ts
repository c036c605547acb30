// Asks the service at the address given by the types that openapi-typescript made of it; prints one JSON object.
import createClient from "openapi-fetch";
import type { components, paths } from "./exonym.js";

const client = createClient<paths>({ baseUrl: process.argv[2] });
const query: components["schemas"]["QueryBody"] = { name: "Bakhmut" }; // all else may be left out
const near = { name: "Bakhmut", near: { lat: 48.6, lon: 38.0 } };

const one = await client.GET("/v1/resolve", { params: { query: { q: "Bakhmout", country: ["UA"] } } });
const many = await client.POST("/v1/resolve", { body: { queries: [query, near] } });
const place = await client.GET("/v1/places/{id}", { params: { path: { id: 713174 }, query: { display: "fr" } } });
const refused = await client.GET("/v1/resolve", { params: { query: { q: "Bakhmut", limit: 1000 } } });

console.log(
  JSON.stringify({
    one: one.data?.results[0]?.candidates[0]?.id,
    many: many.data?.results.map((result) => result.candidates[0]?.id),
    place: place.data && "name" in place.data ? place.data.name : null, // by Accept it may be GeoJSON
    refused: refused.error?.error.where,
  }),
);
