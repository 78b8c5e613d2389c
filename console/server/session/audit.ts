// Reading the audit: who did what, who was shown whom; and whether it still is as it was written.

import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { iso } from '../../../contracts/iso.ts';
import { AuditAction } from '../../../contracts/session/audit.ts';
import { AuditEntry, AuditVerified } from '../../../contracts/session/auditView.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import { readAuditBack, verifyAudit } from '../../../store/auditHistory.ts';
import type { Registry } from '../../../store/registry.ts';

import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { whoAsksHere } from './doors.ts';
import { showing } from './shown.ts';

export function addAudit(app: App, parts: { redis: Redis; registry: Registry; dataDir: string }): void {
  let walking = false;

  const pageAsks = route(
    'audit.read',
    'who did what outside of incidents, newest first; an incident’s own log holds the rest',
    {
      querystring: Type.Object({
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
        action: Type.Optional(AuditAction),
        actor: Type.Optional(Type.String({ maxLength: 64, description: 'a login, or the id of a token' })),
        incident: Type.Optional(Type.String({ maxLength: 40 })),
        resident: Type.Optional(Type.String({ maxLength: 64, description: 'whoever was shown this resident' })),
        before: Type.Optional(
          Type.String({ pattern: '^\\d{1,15}-\\d{1,10}$', description: '`next` of the page before' }),
        ),
      }),
      response: { 200: Type.Object({ entries: Type.Array(AuditEntry), next: Type.Optional(Type.String()) }) },
    },
  );
  app.get('/api/v1/audit', pageAsks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const { limit = 100, ...wanted } = request.query;
    const { lines, next } = await readAuditBack(parts, district, { limit, ...wanted });
    const residents = wanted.resident === undefined ? [] : [wanted.resident];
    showing(request, { residents, purpose: 'administration' });
    const entries = lines.map(({ entry: _, ...one }) => ({ ...one, at: iso(one.at) }));
    return { entries, ...defined({ next }) };
  });

  const verifyAsks = route(
    'audit.verify',
    'walks the whole chain, files and store: is it as it was written, and where does it end',
    {
      querystring: Type.Object({
        n: Type.Optional(Type.Integer({ minimum: 1, description: 'an end that was written down before, with hash' })),
        hash: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
      }),
      response: { 200: AuditVerified, 429: Refusal },
    },
  );
  app.get('/api/v1/audit/verify', verifyAsks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    // Years of it take seconds: one at a time.
    if (walking) throw new Refused('busy');
    walking = true;
    try {
      const { n, hash } = request.query;
      const marks = new Map(n === undefined || hash === undefined ? [] : [[n, hash] as const]);
      return await verifyAudit(parts, district, marks);
    } finally {
      walking = false;
    }
  });
}
