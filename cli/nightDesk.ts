// The night desk from a terminal: who is told of every incident at once tonight, handed over and taken back.
import { NightDesk, type NightDeskOrder } from '../contracts/office/responders.ts';
import type { Answer } from './commands.ts';
import type { Session } from './session.ts';
import { call } from './system.ts';

const path = '/api/v1/night-desk';

export async function showNightDesk(session: Session): Promise<Answer> {
  return told(session, await call(session.system(), path, NightDesk));
}

/** Without a responder the hall has it again. */
export async function handNightDesk(session: Session, order: NightDeskOrder): Promise<Answer> {
  return told(session, await call(session.system(), path, NightDesk, order));
}

const told = ({ say, when }: Session, desk: NightDesk): Answer => ({
  json: desk,
  text:
    desk.holders.length === 0
      ? say.nightDesk.hall
      : desk.holders.map(({ id, name, until }) => say.nightDesk.held(name, id, when(until))).join('\n'),
});
