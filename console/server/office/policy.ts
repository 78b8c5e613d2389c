// The policy as a page reads it, what is planned of it, and what another one would have made of the last month: docs/decisions/033. It is changed as any
// document is (registry.ts).
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { ulid } from 'ulid';
import { errors } from '../../../contracts/errors.ts';
import { iso } from '../../../contracts/iso.ts';
import { parsed } from '../../../contracts/json.ts';
import {
  type PlannedPolicy,
  PolicyPlan,
  PolicyPreview,
  PolicyState,
  PreviewBegun,
  PreviewOrder,
  plannedAheadAtMostMs,
  policyAtMostBytes,
} from '../../../contracts/office/planned.ts';
import type { Policy } from '../../../contracts/office/policy.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { readStanding } from '../../../store/editDistrict.ts';
import { type Planned, type PlannedText, readPlanned, swapPlanned } from '../../../store/plannedPolicy.ts';
import { problemSays } from '../../../wording/problems.ts';
import type { RegistryParts } from '../parts.ts';
import { answers, type Language, languageOf, Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { actorOf, audit } from '../session/caller.ts';
import { whoAsksHere } from '../session/doors.ts';
import { askOffice, type OfficeSocket } from './askOffice.ts';
import { problemsOf } from './plannedPolicy.ts';
import { registryAnswers } from './registryAnswers.ts';
import { type Asked, change, type Done } from './registryOrder.ts';

const place = { kind: 'policy', id: 'policy' } as const;

type Parts = RegistryParts & OfficeSocket;

export function addPolicy(app: App, parts: Parts): void {
  addState(app, parts);
  addPlan(app, parts);
  addPreview(app, parts);
}

function addState(app: App, parts: Parts): void {
  const asks = route('policy.read', 'who is asked for what at which hours, and the policy that takes effect later', {
    response: answers(PolicyState),
  });
  app.get('/api/v1/office/policy', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    return stateOf(parts, district, languageOf(request.headers['accept-language']));
  });
}

async function stateOf(parts: Parts, district: DistrictRegistry, language: Language): Promise<PolicyState> {
  const [[standing], [plan]] = await Promise.all([
    readStanding(parts.redis, district.id, [place]),
    readPlanned(parts.redis, [district.id]),
  ]);
  const policy = (standing?.document ?? district.bundle.policy) as Policy;
  const planned = plan?.planned && (await plannedOf(parts, district, plan.planned, language));
  return { version: standing?.version ?? 0, policy, ...defined({ planned }) };
}

async function plannedOf(
  parts: Parts,
  district: DistrictRegistry,
  planned: Planned,
  language: Language,
): Promise<PlannedPolicy> {
  const { id, by, why, base, refused } = planned;
  const error = { severity: 'error', ...place } as const;
  const found = refused ? refused.map((one) => ({ ...error, ...one })) : await problemsOf(parts, district, planned);
  return {
    ...{ id, at: iso(planned.at), plannedAt: iso(planned.plannedAt), by, ...defined({ why }), base },
    policy: planned.policy as Policy,
    state: refused ? 'refused' : found.length > 0 ? 'unfit' : 'waiting',
    problems: found.map((one) => ({ ...one, reason: problemSays(one.reason, language) })),
  };
}

function addPlan(app: App, parts: Parts): void {
  const { redis, clock } = parts;
  const asks = route('policy.plan', 'a policy from an instant on; checked now, and again when it takes effect', {
    body: PolicyPlan,
    response: registryAnswers(PolicyState),
  });
  app.post('/api/v1/office/policy/planned', { ...asks, bodyLimit: policyAtMostBytes }, async (request, reply) => {
    const asked = whoAsksHere(parts, request);
    const language = languageOf(request.headers['accept-language']);
    const { version, policy, why, instead } = request.body;
    const [at, now] = [Date.parse(request.body.at), clock.now()];
    if (!(at > now && at <= now + plannedAheadAtMostMs)) throw new Refused('plan_no_time', 'at');
    const tried = await dryRun(parts, asked, { version, policy }, language);
    if (tried.refused) return reply.code(tried.status).send(tried.refused);
    const before = await standingPlan(parts, asked.district);
    if (before?.planned?.id !== instead) throw new Refused('changed_meanwhile', 'planned');
    const { grant } = asked.held;
    const who = { by: grant.name, actor: actorOf(asked.held), role: grant.role };
    const is = { id: ulid(now), at, plannedAt: now, ...who, ...defined({ why }), base: version, policy };
    if (!(await swapPlanned(redis, asked.district.id, { was: before?.text, is })))
      throw new Refused('changed_meanwhile', 'planned');
    await audit(parts, asked.held, {
      action: 'registry_changed',
      about: 'policy',
      reason: 'policy_planned',
      ...defined({ why }),
    });
    return stateOf(parts, asked.district, language);
  });
  const ends = route('policy.plan', 'takes back what was planned', {
    params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
    response: registryAnswers(PolicyState),
  });
  app.delete('/api/v1/office/policy/planned/:id', ends, async (request) => {
    const asked = whoAsksHere(parts, request);
    const plan = await standingPlan(parts, asked.district);
    if (!plan || plan.planned?.id !== request.params.id) throw new Refused('not_found', 'id');
    if (!(await swapPlanned(redis, asked.district.id, { was: plan.text, is: undefined })))
      throw new Refused('changed_meanwhile', 'planned');
    await audit(parts, asked.held, { action: 'registry_changed', about: 'policy', reason: 'policy_plan_ended' });
    return stateOf(parts, asked.district, languageOf(request.headers['accept-language']));
  });
}

const standingPlan = async ({ redis }: Parts, { id }: DistrictRegistry): Promise<PlannedText | undefined> =>
  (await readPlanned(redis, [id]))[0];

/** A policy as a change that nobody makes: refused with its reasons. */
async function dryRun(
  parts: Parts,
  asked: Asked,
  { version, policy }: { version?: number; policy: Record<string, unknown> },
  language: Language,
): Promise<Done> {
  const [standing] = await readStanding(parts.redis, asked.district.id, [place]);
  const changes = [{ ...place, version: version ?? standing?.version ?? 0, document: policy }];
  const done = await change(parts, asked, { changes, dry: true }, language);
  if (done.refused) return done;
  const { problems } = done.answer;
  if (!problems.some(({ severity }) => severity === 'error')) return done;
  return { status: 400, refused: { error: 'changes_refused', message: errors.changes_refused[language], problems } };
}

function addPreview(app: App, parts: Parts): void {
  const begins = route(
    'policy.preview',
    'begins to decide the incidents of the last month again by another policy; tells nobody anything',
    {
      body: PreviewOrder,
      response: registryAnswers(PreviewBegun),
    },
  );
  app.post('/api/v1/office/policy/preview', { ...begins, bodyLimit: policyAtMostBytes }, async (request, reply) => {
    const asked = whoAsksHere(parts, request);
    const language = languageOf(request.headers['accept-language']);
    const tried = await dryRun(parts, asked, request.body, language);
    if (tried.refused) return reply.code(tried.status).send(tried.refused);
    return inOffice<PreviewBegun>(parts, request, '', JSON.stringify(request.body));
  });
  const Run = Type.Object({ run: Type.String({ pattern: '^[0-9A-Z]{26}$' }) });
  const asks = route('policy.preview', 'how far it is, and what has been found so far', {
    params: Run,
    response: registryAnswers(PolicyPreview),
  });
  app.get('/api/v1/office/policy/preview/:run', asks, (request) =>
    inOffice<PolicyPreview>(parts, request, `/${request.params.run}`),
  );
  const ends = route('policy.preview', 'stops it; what has been found stays for a while', {
    params: Run,
    response: registryAnswers(PolicyPreview),
  });
  app.delete('/api/v1/office/policy/preview/:run', ends, (request) =>
    inOffice<PolicyPreview>(parts, request, `/${request.params.run}/stop`, '{}'),
  );
}

async function inOffice<T>(parts: Parts, request: FastifyRequest, path: string, body?: string): Promise<T> {
  const how = body === undefined ? {} : { method: 'POST' as const, body, type: 'application/json' };
  const answered = await askOffice(parts, request, `/policy/preview${path}`, { ...how, away: 'books_away' });
  return parsed(answered.body.toString('utf8')) as T;
}
