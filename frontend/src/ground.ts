/** What lies under the incidents of a map: land, borders of countries, nearer those of provinces, names of countries and towns. */
import { geoPath, type GeoProjection } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { Feature, FeatureCollection, MultiLineString } from "geojson";
import type { GeometryCollection, GeometryObject, Topology } from "topojson-specification";
import { sharp } from "./marks";

interface Countries extends Topology {
  objects: { countries: GeometryCollection<{ name: string }>; land: GeometryCollection };
}
interface Provinces extends Topology {
  objects: { provinces: GeometryObject };
}

/** From this scale on provinces have borders: a country of middle size fills the map. */
const PROVINCES_AT = 1100;
/** A town is named where its people times the scale of the map are more than this: two millions on a map of the world. */
const TOWN_AT = 5e8;
const MOST_TOWNS = 60;

export type Tone = (name: string) => string;

/** Room that names take on the map, so that no two lie on one another. */
class Room {
  private readonly taken: [x: number, y: number, half: number][] = [];

  constructor(private readonly context: CanvasRenderingContext2D, private readonly width: number, private readonly height: number) {}

  /** Writes a name where it has room. */
  put(name: string, x: number, y: number, half: number): boolean {
    if (x < 0 || y < 0 || x > this.width || y > this.height) return false;
    if (this.taken.some(([u, v, w]) => Math.abs(u - x) < w + half + 6 && Math.abs(v - y) < 15)) return false;
    this.taken.push([x, y, half]);
    this.context.fillText(name, x, y);
    return true;
  }
}

export class Ground {
  private land: FeatureCollection | null = null;
  private borders: MultiLineString | null = null;
  private provinces: MultiLineString | null = null;
  private isAsked = false;
  private names: { name: string; at: [number, number]; area: number }[] = [];
  private towns: [name: string, lon: number, lat: number, people: number][] = [];

  /** `changed` is called whenever there is more to draw. */
  constructor(private readonly changed: () => void) {}

  /** Loads countries, then towns. */
  async load(): Promise<void> {
    const topology = (await (await fetch("/static/countries.json")).json()) as Countries;
    this.land = feature(topology, topology.objects.land) as unknown as FeatureCollection;
    this.borders = mesh(topology, topology.objects.countries, (a, b) => a !== b);
    const path = geoPath();
    const all = feature(topology, topology.objects.countries) as unknown as FeatureCollection;
    this.names = all.features.map((one: Feature) => {
      const [x, y] = path.centroid(one);
      return { name: String(one.properties?.["name"] ?? ""), at: [x, y] as [number, number], area: path.area(one) };
    }).sort((a, b) => b.area - a.area);
    this.changed();
    const answer = await fetch("/api/v1/towns");
    if (answer.ok) this.towns = ((await answer.json()) as { towns: [string, number, number, number][] }).towns;
    this.changed();
  }

  /** Draws all of it for a projection onto a canvas of this size; provinces are asked for when they are first to be seen. */
  paint(canvas: HTMLCanvasElement, projection: GeoProjection, width: number, height: number, tone: Tone): void {
    const context = sharp(canvas, width, height);
    if (!this.land || !this.borders) return;
    projection.clipExtent([[-20, -20], [width + 20, height + 20]]);
    const path = geoPath(projection, context);
    context.beginPath();
    path(this.land);
    context.fillStyle = tone("--land");
    context.fill();
    if (projection.scale() >= PROVINCES_AT) {
      void this.askForProvinces();
      if (this.provinces) this.line(context, path, this.provinces, tone("--province"), 0.7);
    }
    this.line(context, path, this.borders, tone("--border"), projection.scale() >= PROVINCES_AT ? 1.3 : 0.8);
    this.label(context, projection, width, height, tone);
  }

  private line(context: CanvasRenderingContext2D, path: ReturnType<typeof geoPath>, lines: MultiLineString, tone: string, width: number): void {
    context.beginPath();
    path(lines);
    context.strokeStyle = tone;
    context.lineWidth = width;
    context.stroke();
  }

  private async askForProvinces(): Promise<void> {
    if (this.isAsked) return;
    this.isAsked = true;
    const answer = await fetch("/static/provinces.json");
    if (!answer.ok) return;
    const topology = (await answer.json()) as Provinces;
    this.provinces = mesh(topology, topology.objects.provinces);
    this.changed();
  }

  /** Names of countries where they have room, then of towns, the largest first; the closer the map, the smaller. */
  private label(context: CanvasRenderingContext2D, projection: GeoProjection, width: number, height: number, tone: Tone): void {
    context.fillStyle = tone("--soft");
    context.textAlign = "center";
    const scale = projection.scale();
    const room = new Room(context, width, height);
    context.font = "bold 11px system-ui, sans-serif";
    for (const country of this.names) {
      const at = projection(country.at);
      const half = context.measureText(country.name).width / 2;
      if (at && Math.sqrt(country.area) * scale * 0.02 >= half) room.put(country.name, at[0], at[1], half);
    }
    context.font = "11px system-ui, sans-serif";
    let named = 0;
    for (const [name, lon, lat, people] of this.towns) {
      if (named >= MOST_TOWNS || people < TOWN_AT / scale) break;
      const at = projection([lon, lat]);
      if (!at || at[0] < 0 || at[1] < 0 || at[0] > width || at[1] > height) continue;
      if (!room.put(name, at[0], at[1] - 5, context.measureText(name).width / 2)) continue;
      context.fillRect(at[0] - 1.5, at[1] - 1.5, 3, 3);
      named++;
    }
  }
}
