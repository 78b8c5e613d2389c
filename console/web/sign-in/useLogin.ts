// What somebody types to come in: a login with a password, or a token.
import { useState } from 'preact/hooks';
import type { SignInBody } from '../../../contracts/session/signIn.ts';

export function useLogin() {
  const [by, setBy] = useState<'password' | 'token'>('password');
  const [fields, setFields] = useState({ login: '', password: '', token: '' });
  const body: SignInBody =
    by === 'token' ? { token: fields.token.trim() } : { login: fields.login.trim(), password: fields.password };
  const complete = Object.values(body).every((value) => value !== '');
  const swap = (): void => setBy(by === 'token' ? 'password' : 'token');
  return { by, swap, fields, setFields, body, complete };
}
