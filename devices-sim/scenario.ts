// How the simulated world behaves: a file, so that a drill can be another one. Durations are ranges in seconds, chances
// are 0 to 1; everything is drawn from the seed.
import { readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { PressKind } from '../contracts/terms.ts';

const Chance = Type.Number({ minimum: 0, maximum: 1 });
const Seconds = Type.Tuple([
  Type.Number({ minimum: 0, maximum: 86_400 }),
  Type.Number({ minimum: 0, maximum: 86_400 }),
]);
const strict = { additionalProperties: false };

export const Scenario = Type.Object(
  {
    /**
     * `everySeconds`: mean time between presses of the whole fleet, 0 = none. No more are made while `openAtMost` are
     * open. `kinds` are weights. A share `cancels` of the sos presses is followed by a cancel.
     */
    presses: Type.Object(
      {
        everySeconds: Type.Number({ minimum: 0, maximum: 86_400 }),
        openAtMost: Type.Integer({ minimum: 1, maximum: 10_000 }),
        kinds: Type.Partial(Type.Record(PressKind, Chance)),
        cancels: Chance,
        cancelSeconds: Seconds,
      },
      strict,
    ),
    heartbeatSeconds: Type.Number({ minimum: 1, maximum: 86_400 }),
    positionSeconds: Type.Number({ minimum: 0.1, maximum: 600 }),
    people: Type.Object(
      {
        receiptSeconds: Seconds,
        acceptSeconds: Seconds,
        declineSeconds: Seconds,
        leaveSeconds: Seconds,
        doorSeconds: Seconds,
        deskSeconds: Seconds,
        declines: Chance,
        misses: Chance,
        findings: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1 }),
      },
      strict,
    ),
  },
  strict,
);
export type Scenario = Static<typeof Scenario>;

const ScenarioCheck = Compile(Scenario);

/** Reads a scenario file. @throws Error that names the file, the field and what is wrong */
export function readScenario(path: string): Scenario {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!ScenarioCheck.Check(value)) {
    const [first] = ScenarioCheck.Errors(value);
    throw new Error(`${path}: ${first?.instancePath ?? ''} ${first?.message ?? 'is not valid'}`);
  }
  for (const [field, range] of Object.entries({ ...value.people, ...value.presses }))
    if (field.endsWith('Seconds') && Array.isArray(range) && Number(range[0]) > Number(range[1]))
      throw new Error(`${path}: ${field} must be [from, to] with from not above to`);
  return value;
}
