// The number that stands on a device: short enough to be read out over the telephone.

/** Without letters that are read as others. */
const signs = '23456789abcdefghjkmnpqrstvwxyz';
const length = 8;

/** @param bytes random, at least eight @returns such as `btn-7k3m9q2x` */
export const deviceNumber = (bytes: Uint8Array): string =>
  `btn-${[...bytes.subarray(0, length)].map((byte) => signs[byte % signs.length]).join('')}`;

/** What a label's code holds: an address of ours with the number, and nothing of a person. */
export const deviceAddress = (publicUrl: string, device: string): string => new URL(`/d/${device}`, publicUrl).href;
