// What a vendor sends may hold the secret of its source: whoever is shown it, or is sent it to help with it, does not get that.

/** What stands where a secret stood. */
export const mask = '…';

/** A text without these secrets, as they are and as an address, a form and JSON write them; the longest first. @param secrets undefined and empty ones are none */
export function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  const written = secrets.flatMap((one) => (one === undefined || one === '' ? [] : waysOf(one)));
  return written.sort((a, b) => b.length - a.length).reduce((all, one) => all.replaceAll(one, mask), text);
}

function waysOf(secret: string): string[] {
  const form = new URLSearchParams({ s: secret }).toString().slice('s='.length);
  const address = form.replaceAll('+', '%20');
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, form, address, lower(form), lower(address), json, json.replaceAll('/', '\\/')];
}

/** `%2f` is `%2F`. */
const lower = (encoded: string): string => encoded.replaceAll(/%[0-9A-F]{2}/g, (one) => one.toLowerCase());
