// Asks the service at the address given, through GeoNames clients from npm; prints one JSON object.
const address = process.argv[2] + "/";
const axios = require("axios");

// geonames.js has its address built in: what it makes its requests with is told another.
const create = axios.create;
axios.create = (options) => create({ ...options, baseURL: address });
const Geonames = require("geonames.js");
const GeocoderGeonames = require("geocoder-geonames");

async function main() {
  const one = new GeocoderGeonames({ username: "demo", endpoint: address });
  const other = Geonames({ username: "demo", lan: "fr", encoding: "JSON" });
  const answers = {
    search: await one.get("search", { q: "Bakhmut", maxRows: 3 }),
    get: await one.get("get", { geonameId: 713174 }),
    nearby: await one.get("findNearbyPlaceName", { lat: 48.6, lng: 38.0 }),
    searchFrench: await other.search({ q: "Bakhmout", featureClass: ["P", "A"], style: "FULL" }),
    countries: await other.countryInfo({}),
    children: await other.children({ geonameId: 690791 }),
    hierarchy: await other.hierarchy({ geonameId: 713174 }),
    missing: await other.get({ geonameId: 1 }).catch((error) => error.response.data),
  };
  console.log(JSON.stringify(answers));
}

main();
