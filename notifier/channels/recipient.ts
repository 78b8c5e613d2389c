// Whom a message is for, as providers want a telephone number.
import type { GatewayMessage } from '../../contracts/system/gateway.ts';
import type { Outcome } from '../channel.ts';

/**
 * Digits only, without the country's; undefined where there is nobody to call, also where the number is one of another country:
 * without its first digits it would be somebody else's here.
 * @param alarmsTo who hears the system's alarms where a channel reaches single people
 */
export function phoneOf(message: GatewayMessage, alarmsTo?: string): string | undefined {
  const written = message.kind === 'alarm' ? alarmsTo : message.recipient.phone;
  // Full-width figures are read as what they look like.
  const dialled = (written ?? '').normalize('NFKC').replaceAll(/[^\d+]/g, '');
  const digits = dialled.replace(/^(?:\+|00)86|^86(?=1\d{10}$)/, '');
  return /^(?!00[1-9])\d{5,15}$/.test(digits) ? digits : undefined;
}

/** Nobody is behind it, and no later try finds anybody. */
export const nobody = (message: GatewayMessage): Outcome => ({
  kind: 'refused',
  asked: false,
  why:
    message.kind === 'alarm'
      ? 'nobody is named to hear alarms: YJT_ALARM_PHONE'
      : 'no telephone number that can be called',
});
