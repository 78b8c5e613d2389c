// A file sent as it is. It may take longer than a question.
import type { Refusal } from '../../../../contracts/session/refusal.ts';
import type { Answer } from '../../live/api.ts';
import { screen } from '../../live/screen.ts';
import { language } from '../../words/language.ts';

const takesAtMostMs = 120_000;

export async function sendFile<T>(path: string, file: Blob): Promise<Answer<T>> {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: {
        'accept-language': language.value,
        'x-yjt-screen': screen,
        'content-type': 'application/octet-stream',
      },
      body: file,
      signal: AbortSignal.timeout(takesAtMostMs),
    });
    const value: unknown = await answer.json();
    if (answer.ok) return { ok: true, status: answer.status, value: value as T };
    const { message, error } = value as Refusal;
    return { ok: false, status: answer.status, message, code: error };
  } catch {
    return { ok: false, status: 0, message: '' }; // the caller says that the connection is down
  }
}
