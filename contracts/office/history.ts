// Looking back: what is asked of the books, and what they answer. No person is in them: names are put in from the registry.
import { type Static, Type } from 'typebox';
import { IncidentIdSchema, RegistryId } from '../ids.ts';
import { Instant, Named, optional } from '../shapes.ts';
import { CallKind, Disposition, Priority } from '../terms.ts';
import { Place } from './place.ts';

/**
 * `GET /api/v1/office/history`. All that is given must fit. `q`: a person, courtyard or responder by characters, pinyin or initials; a number,
 * with or without #; words that somebody wrote. `from` and `until` are about when it was opened (`until` excluded).
 */
export const HistoryFilter = Type.Object({
  q: optional(Type.String({ maxLength: 40 })),
  from: optional(Instant),
  until: optional(Instant),
  call: optional(CallKind),
  priority: optional(Priority),
  state: optional(Type.Enum(['open', 'closed', 'merged'])),
  disposition: optional(Disposition),
  grid: optional(RegistryId),
  courtyard: optional(RegistryId),
  responder: optional(RegistryId),
});
export type HistoryFilter = Static<typeof HistoryFilter>;

/** A file has its heads in this language; absent: in the browser's. */
export const fileLanguage = { language: optional(Type.Enum(['zh', 'en'])) };
/** `GET /api/v1/office/history.csv`, `.xlsx`. */
export const HistoryFile = Type.Object({ ...HistoryFilter.properties, ...fileLanguage });

export const historyPageAtMost = 200;
export const HistoryQuery = Type.Object({
  ...HistoryFilter.properties,
  before: optional(IncidentIdSchema),
  limit: optional(Type.Integer({ minimum: 1, maximum: historyPageAtMost })),
});
export type HistoryQuery = Static<typeof HistoryQuery>;

/** One incident in a list. `openedAt`: when its press was stored. Instants are absent where nobody did it. `came`: who said yes to be at the door, in that order. */
export const HistoryRow = Type.Object({
  id: IncidentIdSchema,
  number: Type.Integer(),
  call: CallKind,
  priority: Priority,
  state: Type.Enum(['open', 'closed', 'merged']),
  openedAt: Instant,
  acknowledgedAt: optional(Instant),
  acceptedAt: optional(Instant),
  onSceneAt: optional(Instant),
  closedAt: optional(Instant),
  disposition: optional(Disposition),
  presses: Type.Integer(),
  place: Place,
  residents: Type.Array(Named, { description: 'who lived there when it was opened and is still known' }),
  came: Type.Array(Named),
  /** The text in which the searched word stands, shortened around it. */
  found: optional(Type.String()),
});
export type HistoryRow = Static<typeof HistoryRow>;

/** An order that somebody gave. `by`: a name; of the family none. `code`, `why`: where it was refused, also in words. */
export const OrderRow = Type.Object({
  at: Instant,
  command: Type.String(),
  by: optional(Type.String()),
  outcome: Type.Enum(['applied', 'refused']),
  code: optional(Type.String()),
  why: optional(Type.String()),
});
export type OrderRow = Static<typeof OrderRow>;
/** `GET /api/v1/office/history/{id}/orders`: what was ordered about one incident, as it was decided. */
export const OrdersAnswer = Type.Object({ orders: Type.Array(OrderRow) });
export type OrdersAnswer = Static<typeof OrdersAnswer>;

/** `next`: what to give as `before` for the page after it; absent on the last. */
export const HistoryAnswer = Type.Object({
  incidents: Type.Array(HistoryRow),
  next: optional(IncidentIdSchema),
  books: Type.Object({
    /** Everything that was decided until then is in the books. */
    until: optional(Instant),
    state: Type.Enum(['current', 'catching_up', 'rebuilding']),
  }),
});
export type HistoryAnswer = Static<typeof HistoryAnswer>;
