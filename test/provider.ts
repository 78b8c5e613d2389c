// One message and a provider that answers as a test says, for the tables of codes.
import type { GatewayDispatch } from '../contracts/system/gateway.ts';
import type { Outcome, OutsideChannel } from '../notifier/channel.ts';
import type { Correlation } from '../notifier/channels/correlation.ts';
import { type Arrived, FakeGateway, type Manner } from './fakeGateway.ts';

/** An offer as it goes out; `more` for another one. */
export const anOffer = (more: Partial<GatewayDispatch> = {}): GatewayDispatch =>
  ({
    v: 1,
    delivery: '01JZZZZZZZ-0-s00/L1/1',
    channel: 'voice',
    district: 'hongmenjie',
    demo: false,
    kind: 'offer',
    incident: '01JZZZZZZZ-0-s00',
    number: 12,
    leg: 'L1',
    revision: 1,
    track: 'grid',
    priority: 1,
    call: 'sos',
    grid: '第一网格',
    courtyard: '黉门街82号院',
    recipient: { responder: 'wang-g1', phone: '138 0000 0000' },
    text: { zh: '【一键通】12号警情，P1 求助，第一网格 黉门街82号院。能去请登录答复：https://yjt.example/r', en: '' },
    link: 'https://yjt.example/r',
    ...more,
  }) as GatewayDispatch;

/** Ids that a test can foresee, what they were kept under besides, and of which a key is an answer. */
export function countedIds(): Correlation & { kept: string[]; keys: boolean[] } {
  let count = 0;
  const kept: string[] = [];
  const keys: boolean[] = [];
  return {
    kept,
    keys,
    begin: async (_message, _gateway, asksForKeys = false) => {
      keys.push(asksForKeys);
      return `y${(++count).toString(36)}`;
    },
    also: async (id, theirs) => {
      kept.push(`${id} ${theirs}`);
    },
  };
}

/** Sends one message to a provider that answers so. @param make the channel, speaking to this address */
export async function tried(
  make: (base: string) => OutsideChannel,
  manner: (arrived: Arrived) => Manner,
  message = anOffer(),
): Promise<{ outcome: Outcome; arrived: readonly Arrived[] }> {
  const provider = await FakeGateway.start();
  try {
    provider.manner = manner;
    const outcome = await make(provider.url.replace(/\/hook$/, '')).deliver(message, AbortSignal.timeout(4_000));
    return { outcome, arrived: provider.arrived };
  } finally {
    await provider.goAway();
  }
}
