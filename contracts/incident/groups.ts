// Calls that are offered together in a surge: whose they are, how their deliveries are named, which answers hold for all.

/**
 * The calls that somebody is offered as one: those of a courtyard, or, for whoever works from a desk, of a grid. Neither word
 * can be an id of the registry, so the two never meet.
 */
export const gridGroup = (grid: string): string => `*${grid}`;
/** Calls from where no place is known. */
export const placeless = '?';

/** Answers that hold for a whole group: on scene, done and the like are said door by door. */
export const groupReplies = ['receipt', 'accept', 'decline', 'en_route'] as const;
export type GroupReplyKind = (typeof groupReplies)[number];
export const isGroupReply = (reply: string): reply is GroupReplyKind =>
  (groupReplies as readonly string[]).includes(reply);

/** `group/{group}/{revision}`: no incident's id begins like this. */
export const groupDelivery = (group: string, revision: number): string => `group/${group}/${revision}`;

/**
 * The same as a gateway is given it: a gateway serves many, who may be told of one group at the same revision, and drops what
 * it has seen already.
 */
export function outsideDelivery(delivery: string, responder: string): string {
  const told = readGroupDelivery(delivery);
  return told === undefined ? delivery : `group/${responder}/${told.group}/${told.revision}`;
}

/** What a gateway answers to, where it is a group's: whose, and the delivery that the decision knows; undefined for any other. */
export function readOutsideDelivery(
  outside: string,
): { responder: string; group: string; delivery: string } | undefined {
  const [, responder, group, digits] = /^group\/([^/]+)\/([^/]+)\/(\d{1,15})$/.exec(outside) ?? [];
  if (responder === undefined || group === undefined) return undefined;
  return { responder, group, delivery: groupDelivery(group, Number(digits)) };
}

/** What a delivery of a group names; undefined for any other. */
export function readGroupDelivery(delivery: string | undefined): { group: string; revision: number } | undefined {
  const [, group, digits] = /^group\/([^/]+)\/(\d{1,15})$/.exec(delivery ?? '') ?? [];
  return group === undefined ? undefined : { group, revision: Number(digits) };
}
