// The keys of personal fields from a terminal: which there are, and a new one while the system runs.
import { Type } from 'typebox';
import { KeysView } from '../contracts/system/views.ts';
import type { Answer } from './commands.ts';
import type { Session } from './session.ts';
import { call } from './system.ts';

export async function showKeys({ system, say }: Session): Promise<Answer> {
  const view = await call(system(), '/api/v1/keys', KeysView);
  return { json: view, text: told(say, view), failed: view.current === undefined || view.locked > 0 };
}

export async function rotateKeys({ system, say }: Session): Promise<Answer> {
  const answers = Type.Object({ ...KeysView.properties, sealed: Type.Integer() });
  const view = await call(system(), '/api/v1/keys/rotate', answers, {}, 'POST');
  return {
    json: view,
    text: `${say.keys.rotated(view.sealed)}\n${told(say, view)}`,
    remarks: [say.keys.copy(view.from)],
  };
}

const told = (say: Session['say'], { from, current, keys, locked, why }: KeysView): string =>
  [
    current === undefined ? say.keys.none(from, why ?? '') : say.keys.have(from, current, keys.length),
    ...(locked === 0 ? [] : [say.keys.locked(locked)]),
  ].join('\n');
