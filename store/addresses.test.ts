import { describe, expect, it } from 'vitest';
import { originOf, readNetworks } from './addresses.ts';

describe('where a connection comes from', () => {
  it.each([
    { address: '10.1.2.3', origin: '10.1.2.3' },
    { address: '::ffff:10.1.2.3', origin: '10.1.2.3' },
    { address: '2001:db8:1:2:3:4:5:6', origin: '2001:db8:1:2::/64' },
    { address: '2001:db8:1:2::9', origin: '2001:db8:1:2::/64' },
    { address: '2001:0DB8::9', origin: '2001:db8:0:0::/64' },
    { address: '::1', origin: '0:0:0:0::/64' },
    { address: 'fe80::1%eth0', origin: 'fe80:0:0:0::/64' },
    { address: undefined, origin: undefined },
    { address: '', origin: undefined },
  ])('$address counts as $origin', ({ address, origin }) => expect(originOf(address)).toBe(origin));
});

describe('who is trusted to speak for many', () => {
  const trusted = readNetworks('127.0.0.1, 10.0.0.0/8,2001:db8::/32');
  it.each([
    { address: '127.0.0.1', has: true },
    { address: '127.0.0.2', has: false },
    { address: '10.200.1.1', has: true },
    { address: '::ffff:10.200.1.1', has: true },
    { address: '2001:db8:9::1', has: true },
    { address: '2001:db9::1', has: false },
    { address: undefined, has: false },
    { address: 'nobody', has: false },
  ])('$address: $has', ({ address, has }) => expect(trusted.has(address)).toBe(has));

  it('is nobody unless somebody is named', () => expect(readNetworks(undefined).has('127.0.0.1')).toBe(false));
  it.each(['300.1.1.1', '10.0.0.0/40', 'x'])('refuses %s', (text) => expect(() => readNetworks(text)).toThrow(text));
});
