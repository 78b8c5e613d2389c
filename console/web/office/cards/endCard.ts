// Ends a resident's card; said the same way wherever it is done.
import { call } from '../../live/api.ts';
import { words } from '../../words/words.ts';

/** @returns why it did not work; empty when it did */
export async function endCard(resident: string, because: 'lost' | 'returned'): Promise<string> {
  const answer = await call(`/api/v1/residents/${resident}/card/end`, { because });
  return answer.ok ? '' : answer.message || words.value.notSent;
}
