// Copies Natural Earth's countries (world-atlas, 1:50m, public domain) to where the pages are served from.
import { copyFileSync } from "node:fs";
copyFileSync("node_modules/world-atlas/countries-50m.json", "../src/counterclaim/web/static/countries.json");
