// How the address of a foreign device is written, whoever says it.

/** An address of 6 or 8 bytes in hex is written alike with or without `0x`, colons or dashes, in capitals or not; anything else as it is said. */
export function addressForm(said: string): string {
  const trimmed = said.trim();
  const hex = trimmed.replace(/^0x/i, '').replaceAll(/[:-]/g, '').toLowerCase();
  return /^(?:[0-9a-f]{12}|[0-9a-f]{16})$/.test(hex) ? hex : trimmed;
}
