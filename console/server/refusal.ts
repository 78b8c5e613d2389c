// A refusal on its way out: a code of contracts/errors.ts, the sentence in the reader's language, the field to blame.

import type { TSchema } from 'typebox';
import { type ErrorCode, errors } from '../../contracts/errors.ts';
import { Refusal } from '../../contracts/session/refusal.ts';
import type { SecondFactor } from '../../contracts/session/signIn.ts';

/** Thrown in a route; the app's error handler answers with it. */
export class Refused extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  /** What is asked for instead. */
  readonly second: SecondFactor | undefined;

  constructor(code: ErrorCode, field?: string, second?: SecondFactor) {
    super(code);
    this.code = code;
    this.field = field;
    this.second = second;
  }
}

export type Language = 'zh' | 'en';
/** What an Accept-Language asks for: Chinese unless it begins with English. */
export const languageOf = (header: string | undefined): Language => (/^\s*en/i.test(header ?? '') ? 'en' : 'zh');

/** The body of a refusal. @param language the request's Accept-Language; Chinese unless it begins with English */
export function refusal(
  code: ErrorCode,
  language: string | undefined,
  about: Pick<Refusal, 'field' | 'who' | 'second'> = {},
): Refusal {
  const message = errors[code][languageOf(language)];
  const detail = about.who ?? about.field;
  return { error: code, message: detail === undefined ? message : `${message} (${detail})`, ...about };
}

/** What a door of somebody who is signed in answers. */
export const answers = <T extends TSchema>(schema: T) => ({ 200: schema, 401: Refusal, 403: Refusal });
