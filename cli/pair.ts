// A device comes into a home from a terminal: the same steps as the page /office/pair, over the same interface, so that one goes on where the other stopped
// (docs/decisions/046). At a terminal what is missing is asked; a script gives it as options.
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Type } from 'typebox';
import { DeviceLogin } from '../contracts/device/logins.ts';
import { deviceNumber } from '../contracts/device/number.ts';
import { type HeardAddress, HeardAddresses, type PairingBegin, PairingView } from '../contracts/device/pairing.ts';
import { TestWindowAnswer } from '../contracts/device/testWindow.ts';
import { lineOf } from '../contracts/office/district.ts';
import { ResidentView } from '../contracts/office/residents.ts';
import { defined } from '../contracts/shapes.ts';
import { pairingInChinese, pairingInEnglish } from '../wording/pairing.ts';
import type { Answer } from './commands.ts';
import { Failure } from './failure.ts';
import type { Session } from './session.ts';
import { call } from './system.ts';
import { table } from './table.ts';

/** What was given on the command line; what is missing is asked where somebody can answer. `wait`: seconds for the press. */
export type PairOptions = {
  device: string | undefined;
  resident: string | undefined;
  home: string | undefined;
  carried: boolean;
  kind: PairingBegin['kind'];
  model: string | undefined;
  address: string | undefined;
  own: boolean;
  place: string | undefined;
  heard: boolean;
  told: boolean;
  wait: number;
};

const lookEveryMs = 1_000;
const windowMinutes = 5;
type Login = { login?: DeviceLogin };

/** @returns what became of it; failed while it is not installed @throws Failure when a step cannot be done */
export async function pairDevice(session: Session, options: PairOptions): Promise<Answer> {
  const begun = await begin(session, options);
  const { login } = begun;
  let { view } = begun;
  if (login) session.note(session.say.pair.login(login.username, login.password));
  if (view.step === 'press') view = await pressed(session, view, options.wait);
  if (view.step === 'confirm') view = await confirmed(session, view, options);
  const { step, device, says } = view;
  const text = step === 'installed' ? session.say.pair.installed(device, says) : session.say.pair.unconfirmed(device);
  return { json: { ...view, ...defined({ login }) }, text, failed: step !== 'installed' };
}

/** Addresses that were heard of late and that no device has. */
export async function listHeard({ system, say, when }: Session): Promise<Answer> {
  const answer = await call(system(), '/api/v1/pairing/heard', HeardAddresses);
  const rows = answer.heard.map(rowOf(when));
  return { json: answer, text: rows.length === 0 ? say.pair.nothingHeard : table([say.pair.heardColumns, ...rows]) };
}

const rowOf =
  (when: Session['when']) =>
  ({ address, name = '', source, at, pressed }: HeardAddress): string[] => [
    address,
    name,
    source.name,
    when(at),
    pressed ? `${when(pressed.at)} ${pressed.word ?? ''}` : '',
  ];

async function begin(session: Session, options: PairOptions): Promise<{ view: PairingView } & Login> {
  const { system } = session;
  const asNew = options.home !== undefined || options.resident !== undefined;
  if (options.device !== undefined && !asNew)
    return { view: await call(system(), pathOf(options.device), PairingView) };
  const { home, resident } = await homeOf(session, options);
  const address = options.own ? undefined : (options.address ?? (await chosenAddress(session)));
  const device = options.device ?? deviceNumber(randomBytes(8));
  const body: PairingBegin = {
    device,
    home,
    kind: options.kind,
    ...defined({
      address,
      model: options.model,
      place: options.place,
      resident: options.carried ? resident : undefined,
    }),
  };
  const view = await call(system(), '/api/v1/pairing', PairingView, body);
  session.note(session.say.pair.begun(view.device, view.says));
  if (!view.shows || view.step !== 'press') return { view };
  return { view, login: await call(system(), `${pathOf(device)}/login`, DeviceLogin, {}) };
}

const pathOf = (device: string): string => `/api/v1/pairing/${encodeURIComponent(device)}`;

async function homeOf(session: Session, options: PairOptions): Promise<{ home: string; resident?: string }> {
  const { home, resident } = options;
  if (home !== undefined) return { home, ...defined({ resident }) };
  const { say } = session;
  if (resident === undefined && session.ask === undefined) throw new Failure('usage', say.pair.whose);
  for (let said = resident; ; said = undefined) {
    const q = said ?? (await answered(session, say.pair.askWhose));
    const { residents } = await call(session.system(), `/api/v1/residents?search=${encodeURIComponent(q)}`, Residents);
    const [one, ...more] = residents.filter(({ id }) => id === q).concat(residents.filter(({ id }) => id !== q));
    if (one && (more.length === 0 || one.id === q)) return { home: one.home, resident: one.id };
    const rows = residents.map(({ id, name, place }) => [id, name, lineOf(place)]);
    const says = rows.length === 0 ? say.noResidents : table(rows);
    if (session.ask === undefined) throw new Failure('not_found', says);
    session.note(says);
  }
}
const Residents = Type.Object({ residents: Type.Array(ResidentView) });

/** Pressed and chosen from what has come. */
async function chosenAddress(session: Session): Promise<string> {
  const { say, system } = session;
  if (session.ask === undefined) throw new Failure('usage', say.pair.what);
  session.note(say.pair.realPress);
  for (;;) {
    const { heard } = await call(system(), '/api/v1/pairing/heard', HeardAddresses);
    const rows = heard.map((one, i) => [String(i + 1), ...rowOf(session.when)(one)]);
    session.note(rows.length === 0 ? say.pair.nothingHeard : table(rows));
    const said = await answered(session, say.pair.askAddress, true);
    if (said === '') continue; // look again
    const chosen = /^\d{1,2}$/.test(said) ? heard[Number(said) - 1]?.address : said;
    if (chosen !== undefined) return chosen;
  }
}

/** Its first press is a test from now on. @throws Failure when none came in time */
async function pressed(session: Session, from: PairingView, waitSeconds: number): Promise<PairingView> {
  const { say, system } = session;
  const path = `/api/v1/devices/${encodeURIComponent(from.device)}/test-window`;
  const { until } = await call(system(), path, TestWindowAnswer, { minutes: windowMinutes });
  if (until === undefined) throw new Failure('not_decided', say.pair.undecided);
  session.note(say.pair.pressNow(session.when(until)));
  const since = new Date(Date.parse(until) - windowMinutes * 60_000).toISOString();
  const ends = performance.now() + waitSeconds * 1_000;
  for (;;) {
    const view = await call(system(), `${pathOf(from.device)}?since=${encodeURIComponent(since)}`, PairingView);
    if (view.step !== 'press') return view;
    if (performance.now() > ends) throw notPressed(session, view);
    await pause(lookEveryMs);
  }
}

function notPressed({ say }: Session, { device, hints, others }: PairingView): Failure {
  const { hints: said } = say.language === 'en' ? pairingInEnglish : pairingInChinese;
  const from = others.map((one) => say.pair.other(one.device ?? one.address ?? one.source?.name ?? '', one.says ?? ''));
  return new Failure('not_pressed', say.pair.notPressed(device), { device, hints, others }, [
    ...from,
    ...hints.map((hint) => said[hint]),
  ]);
}

/** The same view where nobody says that they stand there and heard it. */
async function confirmed(session: Session, view: PairingView, options: PairOptions): Promise<PairingView> {
  const { say, system } = session;
  const { home, says, shows, answered: test, device } = view;
  session.note(say.pair.came(test?.tookMs ?? 0, view.battery));
  const given = shows ? options.heard : options.told;
  if (home === undefined || (!given && session.ask === undefined)) return view;
  if (!given) {
    if (!(await isYes(session, say.pair.askHere(says)))) return view;
    const told = say.language === 'en' ? pairingInEnglish : pairingInChinese;
    if (!shows) session.note(told.toldInstead);
    if (!(await isYes(session, shows ? say.pair.askHeard : say.pair.askTold))) return view;
  }
  const place = options.place ?? view.place ?? (session.ask && (await answered(session, say.pair.askPlace)));
  if (place === undefined) throw new Failure('usage', say.pair.where);
  const body = { home, place, answer: shows ? 'heard' : 'told' };
  return call(system(), `${pathOf(device)}/installed`, PairingView, body);
}

const isYes = async (session: Session, question: string): Promise<boolean> =>
  /^(y|yes|是|好|对)$/i.test(await answered(session, question));

/** @throws Failure when the terminal is closed before there is an answer */
async function answered({ ask, say }: Session, question: string, mayBeEmpty = false): Promise<string> {
  for (;;) {
    const said = await ask?.(question);
    if (said === undefined) throw new Failure('interrupted', say.pair.interrupted);
    if (said.trim() !== '' || mayBeEmpty) return said.trim();
  }
}
