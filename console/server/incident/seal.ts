// What a yes will open travels with the offer, closed: the page shows nothing of it and keeps nothing readable on its disk, and
// opens it without a network (docs/decisions/023). Each text has a key of its own, so the nonce may be the same for all.
import { createCipheriv, createHmac, randomBytes } from 'node:crypto';

/** Of this process: told again and again, the same text is the same box. */
const secret = randomBytes(32);
const nonce = Buffer.alloc(12);

/**
 * AES-256-GCM, as WebCrypto opens it: the tag stands behind the text.
 * @param whose the leg and the person; two people have two keys
 * @returns both base64
 */
export function seal(whose: string, text: string): { box: string; key: string } {
  const key = createHmac('sha256', secret).update(`${whose}\n${text}`).digest();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const closed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { box: closed.toString('base64'), key: key.toString('base64') };
}
