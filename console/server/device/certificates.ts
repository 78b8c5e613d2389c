// Which login may come by which certificate. They are signed on the machine itself (`yjt certs`), for this process never sees the
// authority's key; here they are entered in the directory, which the broker asks.

import { X509Certificate } from 'node:crypto';
import { Type } from 'typebox';
import { LoginCertificateView, NewLoginCertificate } from '../../../contracts/device/logins.ts';
import { iso } from '../../../contracts/iso.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { addCertificate, certifiedLogins } from '../../../store/directory.ts';
import { districtOf } from '../district.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { audit, type SessionParts } from '../session/caller.ts';
import { refuseElsewhere } from '../session/districts.ts';
import { whoAsks } from '../session/doors.ts';
import { takeOver } from '../session/session.ts';

export function addCertificates(app: App, parts: SessionParts): void {
  const { redis, clock } = parts;

  const issueAsks = route(
    'login.certify',
    'let a device or a phone log in by this certificate; the newest two of a login count, a new password ends them',
    {
      params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
      body: NewLoginCertificate,
      response: { 200: LoginCertificateView, 400: Refusal, 401: Refusal, 403: Refusal, 404: Refusal },
    },
  );
  app.post('/api/v1/logins/:id/certificates', issueAsks, async (request) => {
    const { me, held } = whoAsks(request);
    const { id } = request.params;
    await refuseElsewhere(parts, held, { id, field: 'id' });
    const district = districtOf(parts, me.district);
    const kind = district.devices.has(id)
      ? ('device' as const)
      : district.responders.has(id)
        ? ('responder' as const)
        : undefined;
    if (!kind) throw new Refused('not_found', 'id');
    const { subject, issuer, fingerprint256, validTo } = read(request.body.certificate);
    const expiresAt = new Date(validTo).getTime();
    if (subject !== `CN=${id}` || !(expiresAt > clock.now())) throw new Refused('bad_request', 'certificate');
    const fingerprint = fingerprint256.replaceAll(':', '').toLowerCase();
    await takeOver(redis, { district: district.id, id, kind });
    const certificate = { fingerprint, issuer: issuer.replaceAll('\n', ', '), expiresAt };
    if (!(await addCertificate(redis, id, certificate))) throw new Refused('not_found', 'id'); // ended at this very moment
    await audit(parts, held, { action: 'certificate_made', about: id, why: fingerprint });
    return { ...certificate, login: id, kind, expiresAt: iso(expiresAt) };
  });

  const listAsks = route(
    'login.certificates',
    'logins that may come by a certificate, the newest of each first; for the machine itself those of all districts',
    { response: { 200: Type.Object({ certificates: Type.Array(LoginCertificateView) }) } },
  );
  app.get('/api/v1/certificates', listAsks, async (request) => {
    const { me, held } = whoAsks(request);
    const logins = (await certifiedLogins(redis)).filter(
      ({ district }) => district === me.district || held.grant.installation,
    );
    return {
      certificates: logins.flatMap(({ id: login, kind, certificates = [] }) =>
        certificates.map((one) => ({ ...one, login, kind, expiresAt: iso(one.expiresAt) })),
      ),
    };
  });
}

/** @throws Refused when it is no certificate */
function read(text: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw new Refused('bad_request', 'certificate');
  }
}
