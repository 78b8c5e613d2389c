// What a setting is: an environment variable of one kind, with a sentence that says what it is for. The table of them: settings.ts.

type Text = { kind: 'text'; default?: string; atLeast?: number };
/** An http or https address. */
type Address = { kind: 'address'; default?: string };
type Whole = { kind: 'integer'; default?: number; min: number; max: number };
/** A time as people write it, `40d` or `90s`; given to a process in ms. `0` is allowed. */
type Duration = { kind: 'duration'; default: string };
/** Addresses and networks, separated by commas: `127.0.0.1,10.0.0.0/8`. */
type Networks = { kind: 'networks'; default?: string };
/** Host names and addresses, separated by commas. */
type Names = { kind: 'names' };
type Choice = { kind: 'choice'; of: readonly string[]; default?: string };
/** Some of these words, separated by commas. */
type Several = { kind: 'several'; of: readonly string[]; default?: string };
/** Words of others and what they stand for here: `duty=officer,street=community`. */
type Pairs = { kind: 'pairs'; of: readonly string[]; default?: string };
/** `with`: of no use without this other one. */
export type Setting = { says: string; default?: string | number; secret?: true; internal?: true; with?: string } & (
  | Text
  | Address
  | Whole
  | Duration
  | Networks
  | Names
  | Choice
  | Several
  | Pairs
);

export const setting = <const S extends Setting>(s: S): S => s;
