// A provider's stand-in for the conformance test: a channel of ours that speaks to a server of the test's own. Which message a request is
// about stands in a header that only tests add: a provider's own body has no name of ours.
import { AsyncLocalStorage } from 'node:async_hooks';
import { vi } from 'vitest';
import type { GatewayMessage } from '../contracts/system/gateway.ts';
import type { OutsideChannel } from '../notifier/channel.ts';
import type { Behaviour, StandIn } from './conformance/channel.ts';
import { type Arrived, FakeGateway, type Manner } from './fakeGateway.ts';

/** HTTP 200 with this body, as providers answer nearly everything. */
export const says = (body: object): Manner => ({ status: 200, body: JSON.stringify(body) });

/**
 * @property make the channel, speaking to this address
 * @property manners how the provider answers each behaviour
 * @property besides what it answers to a request that is about no message (a token, who somebody is); undefined for any other
 */
export type ProviderParts = {
  make(base: string): OutsideChannel;
  manners: Readonly<Record<Exclude<Behaviour, 'receipt' | 'hang'>, Manner>>;
  besides?(arrived: Arrived): Manner | undefined;
};

const header = 'x-test-message';

export async function standInOf({ make, manners, besides }: ProviderParts): Promise<StandIn> {
  const provider = await FakeGateway.start();
  const about = new AsyncLocalStorage<GatewayMessage>();
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', (input: string, init: RequestInit = {}) => {
    const message = Buffer.from(JSON.stringify(about.getStore() ?? {})).toString('base64');
    return real(input, { ...init, headers: { ...(init.headers as Record<string, string>), [header]: message } });
  });
  const messageOf = ({ headers }: Arrived): GatewayMessage =>
    JSON.parse(Buffer.from(String(headers[header]), 'base64').toString('utf8')) as GatewayMessage;
  let as: (message: GatewayMessage) => Behaviour = () => 'take';
  provider.manner = (arrived) => {
    const other = besides?.(arrived);
    if (other) return other;
    const behaviour = as(messageOf(arrived));
    return behaviour === 'hang' ? 'hang' : manners[behaviour === 'receipt' ? 'take' : behaviour];
  };
  const channel = make(provider.url.replace(/\/hook$/, ''));
  return {
    channel: { ...channel, deliver: (message, signal) => about.run(message, () => channel.deliver(message, signal)) },
    behave: (how) => {
      as = how;
    },
    // With what was sent in earnest, so that it is looked through for what nobody may know. A digest has all digits in it.
    arrived: async () =>
      provider.arrived
        .filter((arrived) => besides?.(arrived) === undefined)
        .map((arrived) => ({
          ...messageOf(arrived),
          sent: (decodeURIComponent(arrived.path) + arrived.body).replaceAll(/[0-9a-f]{32,}/g, ''),
        })),
    goAway: () => provider.goAway(),
    comeBack: () => provider.comeBack(),
    stop: async () => {
      vi.unstubAllGlobals();
      await provider.goAway();
    },
  };
}
