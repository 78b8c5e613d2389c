// Logins of devices and of phones, by password or by certificate.
import { type Static, Type } from 'typebox';
import { RegistryId } from '../ids.ts';
import { Document, optional } from '../shapes.ts';

/** `POST /api/v1/devices`: a new button in a resident's home, or a new password for one that is there. */
export const NewDevice = Document({
  resident: optional(RegistryId),
  home: optional(RegistryId),
  device: optional(RegistryId),
});
export type NewDevice = Static<typeof NewDevice>;
export const DeviceLogin = Type.Object({ device: Type.String(), username: Type.String(), password: Type.String() });
export type DeviceLogin = Static<typeof DeviceLogin>;
/** `POST /api/v1/responders/{id}/credential` */
export const ResponderLogin = Type.Object({
  responder: Type.String(),
  username: Type.String(),
  password: Type.String(),
});

/** `POST /api/v1/logins/{id}/certificates`: PEM, with the login as its whole name (CN). */
export const NewLoginCertificate = Document({ certificate: Type.String({ minLength: 1, maxLength: 16_384 }) });
/** A certificate that a login may come by. `fingerprint`: SHA-256, hex. */
export const LoginCertificateView = Type.Object({
  login: Type.String(),
  kind: Type.Enum(['device', 'responder', 'canary', 'source']),
  fingerprint: Type.String(),
  issuer: Type.String(),
  expiresAt: Type.String(),
});

/** `POST /api/v1/sources/{id}/credential`. Of a source that posts, `address` is where to, its secret within. */
export const SourceLogin = Type.Object({
  source: Type.String(),
  username: Type.String(),
  password: Type.String(),
  address: optional(Type.String()),
});
export type SourceLogin = Static<typeof SourceLogin>;
