// A shift that somebody asks a colleague to take, and what the colleague says: both on their phones (docs/decisions/032).
import { type Static, Type } from 'typebox';
import { Document, Instant, Named, optional } from '../shapes.ts';

const Id = Type.String({ minLength: 1, maxLength: 64 });
/** One occurrence of a shift, named by the day on which it begins. */
const Place = { shift: Id, on: Type.String({ minLength: 10, maxLength: 10 }) };
export const SwapShift = Type.Object({ ...Place, from: Instant, to: Instant });
export type SwapShift = Static<typeof SwapShift>;

/** `asked`: nobody has answered yet. `overtaken`: the roster had changed when they agreed. */
export const SwapState = Type.Enum(['asked', 'agreed', 'refused', 'withdrawn', 'expired', 'overtaken']);
export type SwapState = Static<typeof SwapState>;

/** `given`: what the colleague is asked to take; `back`: what the asker takes of theirs instead. */
export const SwapView = Type.Object({
  id: Type.String(),
  asker: Named,
  colleague: Named,
  given: SwapShift,
  back: optional(SwapShift),
  state: SwapState,
  at: Instant,
  expires: Instant,
});
export type SwapView = Static<typeof SwapView>;
export const SwapViews = Type.Object({ swaps: Type.Array(SwapView) });
export type SwapViews = Static<typeof SwapViews>;

/** `GET /api/v1/my/swaps`: what I could ask for, of whom, and what was asked by me and of me lately. */
export const MySwaps = Type.Object({
  me: Type.String(),
  shifts: Type.Array(SwapShift),
  colleagues: Type.Array(Type.Object({ ...Named.properties, shifts: Type.Array(SwapShift) })),
  swaps: Type.Array(SwapView),
});
export type MySwaps = Static<typeof MySwaps>;

/** The id makes a repeat harmless. */
export const SwapOrder = Document({
  id: Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9-]+$' }),
  ...Place,
  to: Id,
  back: optional(Document(Place)),
});
export type SwapOrder = Static<typeof SwapOrder>;
/** Only the colleague agrees or refuses, only the asker takes it back. */
export const SwapAnswer = Document({ answer: Type.Enum(['agree', 'refuse', 'withdraw']) });
export type SwapAnswer = Static<typeof SwapAnswer>;
