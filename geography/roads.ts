// The district's streets as a graph, so that "nearest" means soonest there, not shortest on the map. Every vertex of a road
// is a node; where two roads share a vertex one can turn. People join and leave the streets on foot, as the crow flies.
import { UndirectedGraph } from 'graphology';
import { dijkstra } from 'graphology-shortest-path';
import type { Road } from '../contracts/community.ts';
import type { LonLat } from '../contracts/position.ts';
import { metresBetween, nearestOnSegment } from './distance.ts';

/** Without a connection by road: the crow's distance, lengthened as streets usually lengthen it. */
const detour = 1.4;
/** Of so many nodes the distances to all others are remembered: every open incident and every responder's route. */
const rememberedNodes = 256;

type Segment = { a: string; b: string; from: LonLat; to: LonLat; metres: number };
/** Where a position joins the streets. `toA`, `toB`: metres along the segment to its ends; `off`: metres on foot to it. */
type Access = { segment: Segment; point: LonLat; toA: number; toB: number; off: number };
type Reached = { metres: number; path: readonly string[] };

/** A way to draw or to travel. */
export type Route = { line: LonLat[]; metres: number };

export class RoadNetwork {
  readonly #graph = new UndirectedGraph<{ position: LonLat }, { metres: number }>();
  readonly #segments: Segment[] = [];
  readonly #reached = new Map<string, ReadonlyMap<string, Reached>>();
  readonly #accesses = new WeakMap<LonLat, Access>();

  /** @param roads lines of the district; water is no road */
  constructor(roads: readonly Road[]) {
    for (const road of roads) {
      if (road.kind === 'water') continue;
      road.line.forEach((to, i) => {
        const from = road.line[i - 1];
        if (from !== undefined) this.#add(from, to);
      });
    }
  }

  /**
   * Whole seconds from one position to another, rounded up.
   * @param metresPerSecond speed on the street
   * @param walkMetresPerSecond speed between street and position; the street's speed when left out
   */
  travelSeconds(from: LonLat, to: LonLat, metresPerSecond: number, walkMetresPerSecond = metresPerSecond): number {
    const direct = metresBetween(from, to);
    const way = this.#way(from, to);
    if (!way) return Math.ceil((direct * detour) / metresPerSecond);
    return Math.ceil(way.onStreet / metresPerSecond + way.onFoot / walkMetresPerSecond);
  }

  /** The way from one position to another, both ends included; a straight line where no road connects them. */
  route(from: LonLat, to: LonLat): Route {
    const way = this.#way(from, to);
    if (!way) return { line: [from, to], metres: metresBetween(from, to) };
    return { line: [from, ...way.line(), to], metres: way.onStreet + way.onFoot };
  }

  #add(from: LonLat, to: LonLat): void {
    const [a, b] = [keyOf(from), keyOf(to)];
    if (a === b) return;
    this.#graph.mergeNode(a, { position: from });
    this.#graph.mergeNode(b, { position: to });
    const metres = metresBetween(from, to);
    if (!this.#graph.hasEdge(a, b)) this.#graph.addEdge(a, b, { metres });
    this.#segments.push({ a, b, from, to, metres });
  }

  #way(from: LonLat, to: LonLat): { onStreet: number; onFoot: number; line: () => LonLat[] } | undefined {
    const [start, end] = [this.#access(from), this.#access(to)];
    if (!start || !end) return undefined;
    // Within reach of each other nobody walks to the street and back.
    const direct = metresBetween(from, to);
    if (direct <= start.off + end.off) return { onStreet: 0, onFoot: direct, line: () => [] };
    const onFoot = start.off + end.off;
    if (start.segment === end.segment)
      return { onStreet: Math.abs(start.toA - end.toA), onFoot, line: () => [start.point, end.point] };
    let best: { metres: number; path: readonly string[] } | undefined;
    for (const [node, before] of [
      [end.segment.a, end.toA],
      [end.segment.b, end.toB],
    ] as const) {
      const reached = this.#from(node);
      for (const [other, after] of [
        [start.segment.a, start.toA],
        [start.segment.b, start.toB],
      ] as const) {
        const between = reached.get(other);
        if (!between) continue;
        const metres = before + between.metres + after;
        if (!best || metres < best.metres) best = { metres, path: between.path };
      }
    }
    if (!best) return undefined;
    const { metres, path } = best;
    const inner = (): LonLat[] => [...path].reverse().map((node) => this.#graph.getNodeAttribute(node, 'position'));
    return { onStreet: metres, onFoot, line: () => [start.point, ...inner(), end.point] };
  }

  /** Where somebody stands joins the streets at the same point until they move: worked out once for each position. */
  #access(position: LonLat): Access | undefined {
    const known = this.#accesses.get(position);
    if (known) return known;
    const access = this.#findAccess(position);
    if (access) this.#accesses.set(position, access);
    return access;
  }

  #findAccess(position: LonLat): Access | undefined {
    let best: Access | undefined;
    for (const segment of this.#segments) {
      const { point, share, metres } = nearestOnSegment(segment.from, segment.to, position);
      if (best && best.off <= metres) continue;
      best = { segment, point, toA: share * segment.metres, toB: (1 - share) * segment.metres, off: metres };
    }
    return best;
  }

  /** Metres and path from a node to every node that can be reached; remembered, the longest unused forgotten. */
  #from(node: string): ReadonlyMap<string, Reached> {
    const known = this.#reached.get(node);
    if (known) {
      this.#reached.delete(node);
      this.#reached.set(node, known);
      return known;
    }
    const paths: Record<string, string[]> = dijkstra.singleSource(this.#graph, node, 'metres');
    const reached = new Map(
      Object.entries(paths).map(([target, path]) => [target, { metres: this.#lengthOf(path), path }]),
    );
    this.#reached.set(node, reached);
    const [oldest] = this.#reached.keys();
    if (this.#reached.size > rememberedNodes && oldest !== undefined) this.#reached.delete(oldest);
    return reached;
  }

  #lengthOf(path: readonly string[]): number {
    return path.reduce((metres, node, i) => {
      const before = path[i - 1];
      return before === undefined ? 0 : metres + this.#graph.getEdgeAttribute(before, node, 'metres');
    }, 0);
  }
}

/** The network of a district's roads. */
export const buildRoads = (roads: readonly Road[]): RoadNetwork => new RoadNetwork(roads);

const keyOf = ([lon, lat]: LonLat): string => `${lon},${lat}`;
