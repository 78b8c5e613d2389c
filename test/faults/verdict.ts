// What a checker may find, and how it is counted.

/** In the order of the table. */
export const findingKinds = ['lost', 'doubled', 'outOfOrder', 'gap', 'leftDispatched', 'invariant'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** As the table heads it. */
export const headings: Readonly<Record<FindingKind, string>> = {
  lost: 'lost',
  doubled: 'doubled',
  outOfOrder: 'out of order',
  gap: 'gap',
  leftDispatched: 'left dispatched',
  invariant: 'invariant broken',
};

/** One thing that must not be, in a sentence with the ids to look for. */
export type Finding = { kind: FindingKind; says: string };

export const count = (findings: readonly Finding[], kind: FindingKind): number =>
  findings.filter((one) => one.kind === kind).length;
