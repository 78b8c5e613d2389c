// Who is in, and by what: links, tokens, sessions, named logins.
import { type Static, Type } from 'typebox';
import { RegistryId } from '../ids.ts';
import { Document, Instant, optional } from '../shapes.ts';
import { Role } from '../terms.ts';
import { GivenArea, RightsArea } from './area.ts';
import { NewLogin, PasskeyAnswer, PersonName } from './signIn.ts';

/** `POST /api/v1/tokens`. `link`: a one-time sign-in link instead of a token. Whoever is of the family comes by the resident's consent alone. */
export const NewToken = Document({
  role: Type.Enum(['officer', 'health', 'responder', 'community', 'administrator', 'wall', 'button']),
  name: optional(PersonName),
  /** Of a person, 1 when left out. A wall's and a tablet's have no end. */
  days: optional(Type.Integer({ minimum: 1, maximum: 90 })),
  link: optional(Type.Boolean()),
  /** For the roles responder and health: who they are. */
  responder: optional(RegistryId),
  /** For the role button: which device the tablet is. */
  device: optional(RegistryId),
  /** Of the role community: the part of it that the token reaches over. */
  area: optional(GivenArea),
});
export type NewToken = Static<typeof NewToken>;
export const TokenAnswer = Type.Object({
  id: Type.String(),
  token: Type.String(),
  expiresAt: optional(Instant),
  link: optional(Type.String()),
});
export type TokenAnswer = Static<typeof TokenAnswer>;

/** `GET /api/v1/me`. `account`: they came with a login of their own and may choose its password. */
export const Me = Type.Object({
  name: Type.String(),
  role: Role,
  district: Type.String(),
  account: optional(Type.String()),
  responder: optional(Type.String()),
  device: optional(Type.String()),
  resident: optional(Type.String({ description: 'of the role family: whose contact' })),
  contact: optional(Type.String({ description: 'of the role family: which contact' })),
  area: optional(RightsArea), // the part of the community that they may see and change; absent: all of it
  mustEnrol: optional(Type.Boolean({ description: 'a second factor comes first: nothing else is allowed until then' })),
  lockable: optional(Type.Boolean({ description: 'its page can be locked' })),
  opensBy: optional(
    Type.Enum(['password', 'token', 'link'], {
      description: 'what its page asks for when it is locked; `link`: a new one-time link of the same holder',
    }),
  ),
  locked: optional(Type.Boolean()),
  locksAfterSeconds: optional(Type.Integer({ description: 'it locks itself when nobody has touched it for so long' })),
});
export type Me = Static<typeof Me>;

/** `POST /api/v1/session/unlock`. */
export const UnlockBody = Type.Union([
  Document({ password: Type.String({ minLength: 1, maxLength: 200 }) }),
  Document({ token: Type.String({ minLength: 1, maxLength: 200 }) }),
  Document({ passkey: PasskeyAnswer }),
]);
export type UnlockBody = Static<typeof UnlockBody>;

/** `GET /api/v1/sessions`. `maker`: the login of whoever made it. Without `expiresAt` it lasts until it is ended. */
export const SessionView = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['session', 'token', 'link']),
  role: Role,
  name: Type.String(),
  current: Type.Boolean({ description: 'the one that asks' }),
  account: optional(Type.String()),
  responder: optional(Type.String()),
  device: optional(Type.String()),
  resident: optional(Type.String({ description: 'of the role family: whose contact' })),
  begunBy: optional(Type.Enum(['link', 'token', 'password', 'passkey', 'provider'])),
  area: optional(RightsArea),
  maker: optional(Type.String()),
  madeAt: optional(Instant),
  expiresAt: optional(Instant),
});
export type SessionView = Static<typeof SessionView>;

/** `GET /api/v1/refused-tries`: refused tries to sign in on a day, by address. */
export const RefusedTriesView = Type.Object({
  address: Type.String({ description: 'IPv6: the /64; *: the others of a large flood' }),
  count: Type.Integer(),
  firstAt: Instant,
  lastAt: Instant,
  logins: Type.Array(Type.String(), { description: 'some of those tried that are logins of this district' }),
});
export type RefusedTriesView = Static<typeof RefusedTriesView>;

/** `POST /api/v1/accounts`: a named login, or a new link for one that is there. Answers a one-time link. */
export const NewAccount = Document({
  login: NewLogin,
  name: PersonName,
  role: Type.Enum(['officer', 'health', 'responder', 'community', 'administrator']),
  responder: optional(RegistryId),
  /** Of the role community; absent: as it was, or the whole community. */
  area: optional(GivenArea),
});
export const AccountView = Type.Object({
  login: Type.String(),
  name: Type.String(),
  role: Role,
  responder: optional(Type.String()),
  area: optional(RightsArea),
  passwordSet: Type.Boolean(),
  secondFactor: Type.Boolean({ description: 'an authenticator app or a passkey' }),
  provider: optional(Type.String({ description: 'who they are at the OIDC provider: subject, or an e-mail' })),
});
export type AccountView = Static<typeof AccountView>;
export const AccountAnswer = Type.Object({ ...AccountView.properties, link: Type.String(), expiresAt: Instant });
export type AccountAnswer = Static<typeof AccountAnswer>;
