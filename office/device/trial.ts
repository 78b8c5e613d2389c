// What a source sent, read again by a mapping that is being made, or as it is read now. Pure: it presses nothing and tells nobody.
import { type Kept, type ReadBy, readAgain, requestAgain } from '../../adapters/again.ts';
import { fieldsOf } from '../../adapters/fields.ts';
import { requestOf, wordsIn } from '../../adapters/mapped.ts';
import { inWgs84 } from '../../adapters/placed.ts';
import { findProof } from '../../adapters/proofs.ts';
import type { Reading } from '../../contracts/device/reading.ts';
import { withoutSecrets } from '../../contracts/device/secretMask.ts';
import type {
  Field,
  SeenWord,
  SourceTrial,
  SourceTry,
  TriedMessage,
  TriedOutcome,
  TriedReading,
} from '../../contracts/device/sourceTrial.ts';
import { iso } from '../../contracts/iso.ts';
import { addressForm } from '../../contracts/office/address.ts';
import type { Mapping } from '../../contracts/office/mapping.ts';
import { defined } from '../../contracts/shapes.ts';

/** A message as the store has it (store/foreign/watching.ts). `body`: base64. */
export type KeptMessage = {
  entry: string;
  at: number;
  how: string;
  contentType?: string;
  headers?: Readonly<Record<string, string>>;
  body: string;
  cut?: boolean;
  led: string[];
};
/** `source`: as it is saved. `devices`: address form, id here, model. */
export type TrialOrder = {
  asked: SourceTry;
  source: ReadBy;
  messages: readonly KeptMessage[];
  devices: readonly (readonly [string, string, string | undefined])[];
};

const wordsAtMost = 300;
const readingsAtMost = 50;

export function tryAgain({ asked, source, messages, devices }: TrialOrder): SourceTrial {
  const known = new Map(devices.map(([address, id, model]) => [address, { id, model }]));
  const deviceAt = (said: string) => known.get(addressForm(said.replace(/^name:/, '')));
  const readBy: ReadBy = {
    ...source,
    ...defined({ mapping: asked.mapping as Mapping | undefined, secret: asked.secret }),
  };
  const kept = messages.map((message) => keptOf(message, source.secret));
  const again = kept.map((one) => readAgain(one, readBy, { model: (device) => deviceAt(device)?.model }));
  const requests = kept.flatMap((one) => (one.cut ? [] : [requestOf(requestAgain(one), readBy.secret, one.at)]));
  // Whoever looks knows where it stands, and need not know it.
  const secrets = [source.secret, asked.secret, source.aesKey].filter((one = '') => one.length >= shortestSecret);
  const hidden = (text: string): string => withoutSecrets(text, secrets);
  return {
    messages: messages.map((message, i): TriedMessage => {
      const { entry, at, how, contentType, cut, led } = message;
      const one = kept[i] as Kept;
      const outcome = again[i] as ReturnType<typeof readAgain>;
      return {
        ...{ entry, at: iso(at), how: hidden(how), led },
        ...defined({ contentType, cut: cut || undefined }),
        ...textOf(one.body, hidden),
        fields: source.door === 'tcp' ? [] : fieldsOf(requestAgain(one)).map((field) => fieldWithout(field, hidden)),
        outcome: shown(outcome, (device) => deviceAt(device)?.id, hidden),
      };
    }),
    words: readBy.mapping ? counted(requests.flatMap((one) => wordsIn(readBy.mapping as Mapping, one))) : [],
    ...(asked.proves === undefined ? {} : { proof: findProof(requests, asked.proves) ?? null }),
  };
}

/** One that is shorter is being typed, or none: it would stand in every word. */
const shortestSecret = 4;

const fieldWithout = (field: Field, hidden: (text: string) => string): Field =>
  typeof field.value === 'string' ? { ...field, value: hidden(field.value) } : field;

const keptOf = ({ at, how, headers = {}, body, cut = false }: KeptMessage, secret: string | undefined): Kept => ({
  ...{ at, how, headers, cut, secret },
  body: Buffer.from(body, 'base64'),
});

/** A text as it is; bytes that are none in hex. */
function textOf(body: Uint8Array, hidden: (text: string) => string): { text: string; hex?: true } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells bytes from a text
    if (!/[\u0000-\u0008\u000e-\u001f]/.test(text)) return { text: hidden(text) };
  } catch {
    // bytes that are no text are shown as what they are
  }
  return {
    text: Buffer.from(body)
      .toString('hex')
      .replace(/(..)(?=.)/g, '$1 '),
    hex: true,
  };
}

function shown(
  outcome: ReturnType<typeof readAgain>,
  idOf: (device: string) => string | undefined,
  hidden: (text: string) => string,
): TriedOutcome {
  if (outcome.is === 'handshake') return { ...outcome, answer: hidden(outcome.answer) };
  if (outcome.is !== 'readings') return outcome;
  const readings = inWgs84(outcome.readings).slice(0, readingsAtMost);
  return {
    is: 'readings',
    readings: readings.map((one) => readingOf(one, idOf)),
    ...defined({ answer: outcome.answer === undefined ? undefined : hidden(outcome.answer) }),
  };
}

function readingOf(reading: Reading, idOf: (device: string) => string | undefined): TriedReading {
  const device = 'device' in reading ? reading.device : undefined;
  const place = 'place' in reading ? reading.place : undefined;
  const at = 'at' in reading ? reading.at : undefined;
  return {
    is: reading.is,
    ...defined({
      device,
      known: device === undefined ? undefined : idOf(device),
      kind: 'kind' in reading ? reading.kind : undefined,
      on: 'on' in reading ? reading.on : undefined,
      word: 'word' in reading ? reading.word : undefined,
      why: 'why' in reading ? reading.why : undefined,
      unreadable: 'unreadable' in reading ? reading.unreadable : undefined,
      at: at !== undefined && Math.abs(at) <= 8.64e15 ? iso(at) : undefined,
      id: 'once' in reading ? reading.once?.key : undefined,
      battery: 'battery' in reading ? reading.battery : undefined,
      place: place && { lon: place.lon, lat: place.lat },
    }),
  };
}

/** Each word once, those that nobody knows first, then the most frequent. */
function counted(words: ReturnType<typeof wordsIn>): SeenWord[] {
  const found = new Map<string, SeenWord>();
  for (const { at, word, means, named } of words) {
    const key = `${at}\n${word}`;
    const one = found.get(key);
    if (one) one.times++;
    else if (found.size < wordsAtMost)
      found.set(key, { at, word, times: 1, named, ...(means === 'unknown' ? {} : { means }) });
  }
  const rank = ({ means }: SeenWord): number => (means === undefined ? 0 : 1);
  return [...found.values()].sort((a, b) => rank(a) - rank(b) || b.times - a.times);
}
