// How a call to CTWing's own interface is signed: to ask for what was not pushed after a silence.
import { signed } from './vendorSignature.ts';

/**
 * Base64 of an HMAC-SHA1. The clock must be CTWing's: the offset comes from the answer header `x-ag-timestamp` of `/echo`.
 * @param parameters of query and headers, without application and timestamp
 * @param timestampMs by CTWing's clock
 */
export function ctwingSignature(call: {
  secret: string;
  application: string;
  timestampMs: number;
  parameters: Readonly<Record<string, string>>;
  body?: string;
}): string {
  const lines = Object.keys(call.parameters)
    .sort()
    .map((name) => `${name}:${call.parameters[name]}`);
  const text = [
    `application:${call.application}`,
    `timestamp:${call.timestampMs}`,
    ...lines,
    ...(call.body ? [call.body] : []),
  ];
  return signed('hmac-sha1', `${text.join('\n')}\n`, 'base64', call.secret);
}
