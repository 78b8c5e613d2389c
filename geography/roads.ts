// The district's streets as a graph, so that "nearest" means soonest there, not shortest on the map. Every vertex of a road
// is a node; where two roads share a vertex one can turn. People join and leave the streets on foot, as the crow flies.
import { UndirectedGraph } from 'graphology';
import { dijkstra } from 'graphology-shortest-path';
import type { Road } from '../contracts/office/community.ts';
import type { LonLat } from '../contracts/position.ts';
import { metresBetween, nearestOnSegment } from './distance.ts';

/** Without a connection by road: the crow's distance, lengthened as streets usually lengthen it. */
const detour = 1.4;
/** Of so many nodes the distances to all others are remembered: every open incident and every responder's route. */
const rememberedNodes = 256;

/** `a`, `b`: the numbers of the nodes at its ends. */
type Segment = { a: number; b: number; from: LonLat; to: LonLat; metres: number };
/** Where a position joins the streets. `toA`, `toB`: metres along the segment to its ends; `off`: metres on foot to it. */
type Access = { segment: Segment; point: LonLat; toA: number; toB: number; off: number };
/** From one node: metres by the number of the other, infinite where no road leads, and the nodes on the way by its name. */
type Distances = { metres: Float64Array; paths: Readonly<Record<string, readonly string[]>> };
/** Metres on the street and on foot. `between`: where one joins and leaves the street, and by which node's distances to which `node`. */
type Way = {
  onStreet: number;
  onFoot: number;
  between?: { start: Access; end: Access; by?: Distances; node?: number };
};

/** A way to draw or to travel. */
export type Route = { line: LonLat[]; metres: number };

export class RoadNetwork {
  readonly #graph = new UndirectedGraph<{ position: LonLat }, { metres: number }>();
  readonly #segments: Segment[] = [];
  /** Names of the nodes, by number. */
  readonly #nodes: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #reached = new Map<number, Distances>();
  /** The place asked for last: everybody is weighed for one place before the next. */
  #latest: { end: Access; fromA: Distances; fromB: Distances } | undefined;
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
    const way = this.#way(from, to);
    if (!way) return Math.ceil((metresBetween(from, to) * detour) / metresPerSecond);
    return Math.ceil(way.onStreet / metresPerSecond + way.onFoot / walkMetresPerSecond);
  }

  /** The way from one position to another, both ends included; a straight line where no road connects them. */
  route(from: LonLat, to: LonLat): Route {
    const way = this.#way(from, to);
    if (!way) return { line: [from, to], metres: metresBetween(from, to) };
    return { line: [from, ...this.#lineOf(way), to], metres: way.onStreet + way.onFoot };
  }

  #add(from: LonLat, to: LonLat): void {
    const [a, b] = [keyOf(from), keyOf(to)];
    if (a === b) return;
    this.#graph.mergeNode(a, { position: from });
    this.#graph.mergeNode(b, { position: to });
    const metres = metresBetween(from, to);
    if (!this.#graph.hasEdge(a, b)) this.#graph.addEdge(a, b, { metres });
    this.#segments.push({ a: this.#numberOf(a), b: this.#numberOf(b), from, to, metres });
  }

  #numberOf(node: string): number {
    const known = this.#numbers.get(node);
    if (known !== undefined) return known;
    this.#numbers.set(node, this.#nodes.length);
    return this.#nodes.push(node) - 1;
  }

  #way(from: LonLat, to: LonLat): Way | undefined {
    const [start, end] = [this.#access(from), this.#access(to)];
    if (!start || !end) return undefined;
    // Within reach of each other nobody walks to the street and back.
    const direct = metresBetween(from, to);
    if (direct <= start.off + end.off) return { onStreet: 0, onFoot: direct };
    const onFoot = start.off + end.off;
    if (start.segment === end.segment)
      return { onStreet: Math.abs(start.toA - end.toA), onFoot, between: { start, end } };
    if (this.#latest?.end !== end)
      this.#latest = { end, fromA: this.#from(end.segment.a), fromB: this.#from(end.segment.b) };
    const { fromA, fromB } = this.#latest;
    const { a, b } = start.segment;
    let [onStreet, by, node] = [end.toA + metresTo(fromA, a) + start.toA, fromA, a];
    const shorter = (reached: Distances, reachedNode: number, metres: number): void => {
      if (metres < onStreet) [onStreet, by, node] = [metres, reached, reachedNode];
    };
    shorter(fromA, b, end.toA + metresTo(fromA, b) + start.toB);
    shorter(fromB, a, end.toB + metresTo(fromB, a) + start.toA);
    shorter(fromB, b, end.toB + metresTo(fromB, b) + start.toB);
    return onStreet === Number.POSITIVE_INFINITY ? undefined : { onStreet, onFoot, between: { start, end, by, node } };
  }

  #lineOf({ between }: Way): LonLat[] {
    if (!between) return [];
    const { start, end, by, node } = between;
    const path = by?.paths[this.#nodes[node ?? -1] ?? ''] ?? [];
    const inner = [...path].reverse().map((node) => this.#graph.getNodeAttribute(node, 'position'));
    return [start.point, ...inner, end.point];
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
  #from(node: number): Distances {
    const known = this.#reached.get(node);
    if (known) {
      this.#reached.delete(node);
      this.#reached.set(node, known);
      return known;
    }
    const paths: Record<string, string[]> = dijkstra.singleSource(this.#graph, this.#nodes[node], 'metres');
    const metres = new Float64Array(this.#nodes.length).fill(Number.POSITIVE_INFINITY);
    for (const [target, path] of Object.entries(paths)) metres[this.#numberOf(target)] = this.#lengthOf(path);
    const reached = { metres, paths };
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

const metresTo = ({ metres }: Distances, node: number): number => metres[node] ?? Number.POSITIVE_INFINITY;
