// Where a connection comes from, as far as it counts: one household or one attacker is one address in IPv4 and a /64 in IPv6.
import { BlockList, isIP, isIPv4 } from 'node:net';

/** What connections of one origin are counted under; undefined for a unix socket. */
export function originOf(address: string | undefined): string | undefined {
  if (address === undefined || address === '') return undefined;
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (isIP(plain) !== 6) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...after];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** Proxies and gateways that speak for many: an address, or a network such as 10.0.0.0/8. */
export type Networks = { has(address: string | undefined): boolean };

/** @param text comma-separated @throws with the part that is no address or network */
export function readNetworks(text: string | undefined): Networks {
  const list = new BlockList();
  for (const part of (text ?? '').split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const [address = '', bits] = part.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    try {
      list.addSubnet(address, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
    } catch {
      throw new Error(`"${part}" is no address and no network such as 10.0.0.0/8`);
    }
  }
  return {
    has: (address) => {
      if (address === undefined) return false;
      const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
      return isIP(plain) !== 0 && list.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
    },
  };
}
