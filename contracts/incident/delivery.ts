// The name of what somebody is told: a leg of an incident at a revision. What is told of a group is named in groups.ts. Plain, for pages.

/** `{incident}/{leg}/{revision}`: a receipt of it covers exactly this revision. */
export const deliveryOf = (incident: string, { id, revision }: { id: string; revision: number }): string =>
  `${incident}/${id}/${revision}`;

/** What a delivery names; for one of a group it is none. */
export function readDelivery(delivery: string): { incident: string; leg: string } {
  const [incident = '', leg = ''] = delivery.split('/');
  return { incident, leg };
}
