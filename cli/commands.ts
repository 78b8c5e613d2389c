// What each command asks of the system, and what it says about the answer.
import { type Static, Type } from 'typebox';
import { readCommunity } from '../community/reader.ts';
import { DeviceLogin, ResponderLogin } from '../contracts/device/logins.ts';
import { EventView, IncidentDetail, IncidentView, PressAnswer } from '../contracts/incident/views.ts';
import { lineOf } from '../contracts/office/district.ts';
import { ImportAnswer } from '../contracts/office/import.ts';
import { ResidentView } from '../contracts/office/residents.ts';
import { areaSays, type RightsArea } from '../contracts/session/area.ts';
import { AccountAnswer, AccountView, TokenAnswer } from '../contracts/session/session.ts';
import { defined } from '../contracts/shapes.ts';
import { OutboxAnswer } from '../contracts/system/views.ts';
import { deviceTopic } from '../contracts/topics.ts';
import { type NeedWords, needsInChinese, needsInEnglish } from '../wording/needs.ts';
import { Failure } from './failure.ts';
import type { Session } from './session.ts';
import { call } from './system.ts';
import { table } from './table.ts';

/** `remarks` go to stderr, beside a text on stdout. `failed`: the exit code is 1 all the same. */
export type Answer = { json: unknown; text: string; remarks?: readonly string[]; failed?: boolean };

export async function importCommunity({ system, say }: Session, path: string): Promise<Answer> {
  const { bundle, problems } = readCommunity(path);
  const lines = problems.map(
    ({ severity, file, line, path, field, reason }) =>
      `${say.severity[severity]} ${file}:${line} ${path} ${field}: ${reason}`,
  );
  if (!bundle) throw new Failure('bad_file', say.nothingChanged, { problems }, lines);
  let answer: Static<typeof ImportAnswer>;
  try {
    answer = await call(system(), '/api/v1/import', ImportAnswer, bundle);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const about = error.more.field === undefined ? '' : ` (${String(error.more.field)})`;
    throw new Failure(error.code, `${error.message}${about} ${say.nothingChanged}`, error.more);
  }
  return {
    json: answer,
    text: [say.imported(answer.district), countsTable(answer)].join('\n'),
    remarks: [...lines, ...warningsOf(answer, say)],
  };
}

/** The district as it was before its last import. */
export async function undoImport({ system, say }: Session, district: string): Promise<Answer> {
  const answer = await call(system(), '/api/v1/import/undo', ImportAnswer, district === '' ? {} : { district });
  const text = [say.importUndone(answer.district), countsTable(answer)].join('\n');
  return { json: answer, text, remarks: warningsOf(answer, say) };
}

const warningsOf = ({ warnings }: Static<typeof ImportAnswer>, say: Session['say']): string[] =>
  warnings.map((warning) => `${say.severity.warning} ${warning}`);

const countsTable = ({ counts }: Static<typeof ImportAnswer>): string =>
  table(Object.entries(counts).map(([kind, count]) => [`  ${kind}`, String(count)]));

export async function listResidents({ system, say }: Session, search: string | undefined): Promise<Answer> {
  const query = search === undefined ? '' : `?search=${encodeURIComponent(search)}`;
  const answers = Type.Object({ residents: Type.Array(ResidentView) });
  const answer = await call(system(), `/api/v1/residents${query}`, answers);
  const rows = answer.residents.map(({ id, name, invented, place, devices }) => [
    id,
    invented ? `${name}${say.invented}` : name,
    lineOf(place),
    devices.join(' '),
  ]);
  return { json: answer, text: rows.length === 0 ? say.noResidents : table([say.columns.residents, ...rows]) };
}

export async function addDevice(
  { system, say }: Session,
  wanted: { resident: string | undefined; device: string | undefined },
): Promise<Answer> {
  const found = system();
  const { device, username, password } = await call(found, '/api/v1/devices', DeviceLogin, wanted);
  const login = `-h ${found.mqtt.host} -p ${found.mqtt.port} -u ${username} -P ${password}`;
  const text = [
    say.deviceAdded(device),
    '',
    `${say.toPress}`,
    `  mosquitto_pub ${login} -t ${deviceTopic(device, 'press')} -q 1 -m '{"kind":"sos"}'`,
    `${say.toListen}`,
    `  mosquitto_sub ${login} -t ${deviceTopic(device, 'state')} -q 1`,
  ].join('\n');
  return { json: { device, username, password }, text };
}

export async function issueResponderLogin({ system, say }: Session, id: string): Promise<Answer> {
  const path = `/api/v1/responders/${encodeURIComponent(id)}/credential`;
  const { responder, username, password } = await call(system(), path, ResponderLogin, {});
  const text = [
    table([
      [say.username, username],
      [say.password, password],
    ]),
    say.loginReplaced,
  ].join('\n');
  return { json: { responder, username, password }, text };
}

export async function createToken(
  { system, say, when }: Session,
  wanted: {
    role: string | undefined;
    name: string | undefined;
    days: unknown;
    link: true | undefined;
    responder: string | undefined;
    device: string | undefined;
    area: RightsArea | undefined;
  },
): Promise<Answer> {
  const answer = await call(system(), '/api/v1/tokens', TokenAnswer, wanted);
  const until = answer.expiresAt === undefined ? say.untilEnded(answer.id) : say.validUntil(when(answer.expiresAt));
  const text = [answer.link ?? answer.token, until, say.shownOnce].join('\n');
  return { json: answer, text };
}

export async function addAccount(
  { system, say, when }: Session,
  wanted: {
    login: string;
    name: string | undefined;
    role: string | undefined;
    responder: string | undefined;
    area: RightsArea | undefined;
  },
): Promise<Answer> {
  const answer = await call(system(), '/api/v1/accounts', AccountAnswer, wanted);
  const text = [answer.link, say.validUntil(when(answer.expiresAt)), say.accountAdded(answer.login)].join('\n');
  return { json: answer, text };
}

export async function listAccounts({ system, say }: Session): Promise<Answer> {
  const answer = await call(system(), '/api/v1/accounts', Type.Object({ accounts: Type.Array(AccountView) }));
  const rows = answer.accounts.map(({ login, name, role, responder, area, passwordSet, secondFactor }) => [
    login,
    name,
    role,
    responder ?? (area ? areaSays(area) : ''),
    passwordSet ? (secondFactor ? say.secondFactor : '') : say.noPassword,
  ]);
  return { json: answer, text: rows.length === 0 ? say.noAccounts : table([say.columns.accounts, ...rows]) };
}

export async function removeAccount({ system, say }: Session, login: string): Promise<Answer> {
  await call(
    system(),
    `/api/v1/accounts/${encodeURIComponent(login)}`,
    Type.Object({ login: Type.String() }),
    undefined,
    'DELETE',
  );
  return { json: { login }, text: say.accountRemoved(login) };
}

export async function press(
  { system, say }: Session,
  wanted: { resident: string | undefined; device: string | undefined; kind: string | undefined },
): Promise<Answer> {
  const answer = await call(system(), '/api/v1/presses', PressAnswer, wanted);
  return { json: answer, text: `${say.pressed[answer.outcome]} ${answer.incident ?? ''}`.trim() };
}

export async function listIncidents(
  { system, say, when }: Session,
  { state, before, limit }: { state: string; before: string | undefined; limit: unknown },
): Promise<Answer> {
  const answers = Type.Object({ incidents: Type.Array(IncidentView) });
  const query = new URLSearchParams({
    state,
    ...defined({ before }),
    ...(limit === undefined ? {} : { limit: String(limit) }),
  });
  const answer = await call(system(), `/api/v1/incidents?${query}`, answers);
  const rows = answer.incidents.map((one) => [
    one.id,
    `P${one.priority}`,
    say.incident[one.state],
    say.call[one.kind],
    when(one.receivedAt),
    one.residents.map(({ name }) => name).join('、'),
    lineOf(one.place),
    one.legs.map(({ responder, state }) => `${responder.name} ${say.leg[state]}`).join('；'),
  ]);
  return { json: answer, text: rows.length === 0 ? say.noIncidents : table([say.columns.incidents, ...rows]) };
}

export async function showIncident({ system, say, when }: Session, id: string): Promise<Answer> {
  const found = system();
  const path = `/api/v1/incidents/${encodeURIComponent(id)}`;
  const [detail, { events }] = await Promise.all([
    call(found, path, IncidentDetail),
    call(found, `${path}/events`, Type.Object({ events: Type.Array(EventView) })),
  ]);
  const { incident } = detail;
  const text = [
    [
      incident.id,
      `P${incident.priority}`,
      say.incident[incident.state],
      say.call[incident.kind],
      incident.residents.map(({ name }) => name).join('、'),
      lineOf(incident.place),
    ]
      .filter((part) => part !== '')
      .join('  '),
    needsOf(incident, say.language === 'en' ? needsInEnglish : needsInChinese, when),
    table(events.map(({ seq, at, type, by, text }) => [`  ${seq}`, when(at), type, by, text ?? ''])),
  ].join('\n');
  return { json: { ...detail, events }, text };
}

/** A line a need: where it stands, since when, and until when. */
const needsOf = ({ needs }: IncidentView, words: NeedWords, when: Session['when']): string =>
  table(
    needs.map(({ need, state, since, until }) => [
      `  ${words.needs[need]}`,
      words.states[state],
      when(since),
      until === undefined ? '' : `→ ${when(until)}`,
    ]),
  );

/** @param reveal why telephone numbers must be read in full; masked when empty */
export async function showOutbox(
  { system, say, when }: Session,
  { limit, reveal }: { limit: number; reveal: string },
): Promise<Answer> {
  const answer =
    reveal === ''
      ? await call(system(), `/api/v1/outbox?limit=${limit}`, OutboxAnswer)
      : await call(system(), '/api/v1/outbox/numbers', OutboxAnswer, { limit, why: reveal });
  const rows = answer.messages.map(({ at, message }) => [
    when(at),
    message.channel,
    say.outbox.kinds[message.kind],
    message.kind === 'alarm' ? '' : message.recipient.phone,
    message.text[say.language === 'en' ? 'en' : 'zh'],
  ]);
  return { json: answer, text: rows.length === 0 ? say.outbox.none : table([say.columns.outbox, ...rows]) };
}
