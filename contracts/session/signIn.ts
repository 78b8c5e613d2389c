// What a person proves who they are with: password, code of an authenticator app, recovery code, passkey; and how they change it.
import { type Static, Type } from 'typebox';
import { Document, Instant, optional } from '../shapes.ts';

const Base64url = Type.String({ minLength: 1, maxLength: 8_192, pattern: '^[A-Za-z0-9_-]+$' });

export const Login = Type.String({ minLength: 2, maxLength: 40, pattern: '^[A-Za-z0-9._-]+$' });
/** Of a new one: `..` could be named in no address, and so never be ended. */
export const NewLogin = Type.String({ minLength: 2, maxLength: 40, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' });
/** Of somebody, as others read it beside what they did: something to see, and no sign that ends the line or turns it round. */
export const PersonName = Type.String({
  minLength: 1,
  maxLength: 40,
  pattern: '^(?=.*\\S)[^\\u0000-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]*$',
});
/** Length in characters; what people choose is kept as argon2id. */
export const Password = Type.String({ minLength: 8, maxLength: 200 });
const Given = Type.String({ minLength: 1, maxLength: 200 });
/** Six digits of an authenticator app, or a recovery code. */
const Code = Type.String({ minLength: 6, maxLength: 40 });

/** What a browser answers when it is asked for a passkey (WebAuthn AuthenticationResponseJSON). */
export const PasskeyAnswer = Type.Object({
  id: Base64url,
  rawId: Base64url,
  type: Type.Literal('public-key'),
  response: Type.Object({
    clientDataJSON: Base64url,
    authenticatorData: Base64url,
    signature: Base64url,
    userHandle: optional(Type.String({ maxLength: 200 })),
  }),
  clientExtensionResults: Type.Object({}),
});
export type PasskeyAnswer = Static<typeof PasskeyAnswer>;

/** What a browser answers when it has made one (WebAuthn RegistrationResponseJSON). */
const PasskeyMade = Type.Object({
  id: Base64url,
  rawId: Base64url,
  type: Type.Literal('public-key'),
  response: Type.Object({
    clientDataJSON: Base64url,
    attestationObject: Base64url,
    transports: optional(Type.Array(Type.String({ maxLength: 20 }), { maxItems: 10 })),
  }),
  clientExtensionResults: Type.Object({}),
});

/** `POST /api/v1/session`: by token or link; by login and password, with the second factor where there is one; by passkey alone. */
export const SignInBody = Type.Union([
  Document({ token: Type.String({ minLength: 1, maxLength: 200 }) }),
  Document({ login: Login, password: Given, code: optional(Code), passkey: optional(PasskeyAnswer) }),
  Document({ passkey: PasskeyAnswer }),
]);
export type SignInBody = Static<typeof SignInBody>;

/** For `navigator.credentials`: PublicKeyCredentialRequestOptionsJSON or …CreationOptionsJSON. */
export const PasskeyOptions = Type.Object({ challenge: Type.String() }, { additionalProperties: true });
export type PasskeyOptions = Static<typeof PasskeyOptions>;

/** The password was right, and one of these is asked for. `code`: of the app; a recovery code is always possible. */
export const SecondFactor = Type.Object({ code: Type.Boolean(), passkey: optional(PasskeyOptions) });
export type SecondFactor = Static<typeof SecondFactor>;

/**
 * Who changes how they sign in proves once more that it is them, with one of these; nothing is needed of whoever came by a
 * one-time link within the last quarter of an hour.
 */
const proof = { old: optional(Given), code: optional(Code), passkey: optional(PasskeyAnswer) };
export const SelfProof = Document(proof);
export type SelfProof = Static<typeof SelfProof>;

/** `POST /api/v1/session/password` */
export const NewPassword = Document({ password: Password, ...proof });

/** `POST /api/v1/my/sign-in/totp`: a secret to be confirmed by a first code. */
export const TotpOffer = Type.Object({
  secret: Type.String({ description: 'base32, for typing' }),
  uri: Type.String({ description: 'otpauth://totp/…' }),
});
export type TotpOffer = Static<typeof TotpOffer>;
export const TotpConfirmation = Document({ code: Type.String({ minLength: 6, maxLength: 10 }) });
/** Shown once. */
export const RecoveryCodes = Type.Object({ recoveryCodes: Type.Array(Type.String()) });
export type RecoveryCodes = Static<typeof RecoveryCodes>;

/** `POST /api/v1/my/sign-in/passkeys` */
export const NewPasskey = Document({ name: Type.String({ minLength: 1, maxLength: 40 }), made: PasskeyMade });
export type NewPasskey = Static<typeof NewPasskey>;

/** `GET /api/v1/my/sign-in` */
export const MySignIn = Type.Object({
  login: Type.String(),
  passwordSet: Type.Boolean(),
  totp: Type.Boolean(),
  recoveryCodesLeft: Type.Integer(),
  passkeys: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      host: Type.String({ description: 'the address it was made for, and works at' }),
      madeAt: Instant,
      usedAt: optional(Instant),
    }),
  ),
  provider: optional(Type.String({ description: 'the OIDC provider that knows this person' })),
  required: Type.Boolean({ description: 'a second factor is required of this role' }),
  proofNeeded: Type.Boolean({ description: 'a change asks for the old password, a code or a passkey' }),
  notices: Type.Array(
    Type.Object({
      kind: Type.Enum(['factors_reset', 'recovery_code_used', 'identity_changed']),
      at: Instant,
      by: optional(Type.String()),
    }),
  ),
});
export type MySignIn = Static<typeof MySignIn>;

/** `GET /api/v1/sign-in`: ways in besides a password. `name`: what the provider is called on its button. */
export const SignInWays = Type.Object({ provider: optional(Type.Object({ name: Type.String() })) });
export type SignInWays = Static<typeof SignInWays>;

/** `POST /api/v1/accounts/{login}/identity`: who this person is at the provider; an e-mail counts once, then its subject. */
export const NewIdentity = Type.Union([
  Document({ subject: Type.String({ minLength: 1, maxLength: 255 }) }),
  Document({ email: Type.String({ minLength: 3, maxLength: 254, pattern: '^[^@\\s]+@[^@\\s]+$' }) }),
]);
