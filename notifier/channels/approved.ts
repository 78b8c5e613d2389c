// Which approved template a message goes out with.
import type { TemplateKind } from '../../contracts/channelSettings.ts';
import type { GatewayMessage } from '../../contracts/system/gateway.ts';
import type { Outcome } from '../channel.ts';
import { type Template, templates, type Way } from './templates.ts';

/** The provider's number of each template that it has approved. */
export type Approved = Partial<Readonly<Record<TemplateKind, string>>>;

/** @param keys a key may be pressed in this call */
export function approvedFor(
  way: Way,
  { kind }: GatewayMessage,
  codes: Approved,
  keys = false,
): { code: string; template: Template; asksForKeys: boolean } | undefined {
  const kinds: readonly TemplateKind[] = kind === 'offer' && keys ? ['offer_keys', 'offer'] : [kind];
  for (const one of kinds) {
    const [code, template] = [codes[one], templates[way][one]];
    if (code !== undefined && template !== undefined) return { code, template, asksForKeys: one === 'offer_keys' };
  }
  return undefined;
}

export const unapproved = ({ kind }: GatewayMessage): Outcome => ({
  kind: 'refused',
  asked: false,
  why: `no approved template is named for "${kind}"`,
});
