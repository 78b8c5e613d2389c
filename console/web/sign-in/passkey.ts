// Asking the browser for a passkey. The library is fetched when somebody wants one.
import type { NewPasskey, PasskeyAnswer, PasskeyOptions } from '../../../contracts/session/signIn.ts';

/** Browsers have them for names over TLS, and for localhost; not for a bare address. */
export const passkeysHere = (): boolean =>
  isSecureContext && 'PublicKeyCredential' in window && !/^[\d.]+$|:/.test(location.hostname);

/** @returns undefined when the person cancelled, or has none here */
export async function answerWithPasskey(options: PasskeyOptions): Promise<PasskeyAnswer | undefined> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  type Options = Parameters<typeof startAuthentication>[0]['optionsJSON'];
  try {
    return (await startAuthentication({ optionsJSON: options as Options })) as PasskeyAnswer;
  } catch {
    return undefined; // the browser does not say which; the caller tells the person
  }
}

/** @returns undefined when the person cancelled, or this device has one already */
export async function makePasskey(options: PasskeyOptions): Promise<NewPasskey['made'] | undefined> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  type Options = Parameters<typeof startRegistration>[0]['optionsJSON'];
  try {
    return (await startRegistration({ optionsJSON: options as unknown as Options })) as NewPasskey['made'];
  } catch {
    return undefined; // as above
  }
}
