// Where a name finds room: no name may lie over another, or neither can be read.

/** Pixels; `x` and `y` are its left upper corner. */
export type Box = { x: number; y: number; w: number; h: number };
export type Side = 'right' | 'left' | 'below' | 'above';
type Point = { x: number; y: number };

const sides: readonly Side[] = ['right', 'left', 'below', 'above'];
/** A label changes sides only for so much more room, in square pixels: it must not jump to and fro. */
const worthMoving = 120;

/** What is drawn so far. */
export class Room {
  readonly #taken: Box[] = [];

  take(...boxes: readonly Box[]): void {
    this.#taken.push(...boxes);
  }

  /** Square pixels of the box that are taken already. */
  overlap(box: Box): number {
    return this.#taken.reduce((sum, other) => sum + sharedArea(box, other), 0);
  }

  isFree(box: Box): boolean {
    return this.#taken.every((other) => sharedArea(box, other) === 0);
  }
}

/**
 * The side of a mark on which its label covers least.
 * @param mark where the mark stands @param reach from its middle to the label @param size of the label
 * @param covered what a box would cover @param now where the label is
 */
export function sideFor(
  mark: Point,
  { reach, w, h }: { reach: number; w: number; h: number },
  covered: (box: Box) => number,
  now: Side | undefined,
): { side: Side; box: Box } {
  const tried = sides.map((side) => {
    const box = boxAt(side, mark, { reach, w, h });
    return { side, box, cost: covered(box) - (side === now ? worthMoving : 0) };
  });
  return tried.reduce((best, one) => (one.cost < best.cost ? one : best));
}

function boxAt(side: Side, { x, y }: Point, { reach, w, h }: { reach: number; w: number; h: number }): Box {
  switch (side) {
    case 'right':
      return { x: x + reach, y: y - h / 2, w, h };
    case 'left':
      return { x: x - reach - w, y: y - h / 2, w, h };
    case 'below':
      return { x: x - w / 2, y: y + reach, w, h };
    case 'above':
      return { x: x - w / 2, y: y - reach - h, w, h };
  }
}

/** Roughly how wide words are: Chinese characters are square, others about half as wide. */
export function widthOf(words: string, fontSize: number): number {
  let ems = 0;
  for (const letter of words) ems += /[\u2e80-\uffef]/.test(letter) ? 1 : 0.58;
  return ems * fontSize;
}

/** Square pixels that two boxes share. */
export function sharedArea(a: Box, b: Box): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}
