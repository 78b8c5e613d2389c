// A human has called 120, 119 or 110: the machine never does. What the ambulance is told is part of the incident.
import { at, type EpochMs } from '../../../contracts/ids.ts';
import { defined } from '../../../contracts/shapes.ts';
import { aside, type Draft, record } from './draft.ts';
import { isSent } from './leg.ts';
import { isAmbulanceComing, isOpenNeed, needNamed } from './needs.ts';
import { type Given, nameOf, type Order, type Refusal } from './order.ts';
import { standDownCallers } from './reply.ts';
import { standDown } from './standDown.ts';

/** When a human says that they called; a made-up hour does not lie in the future. */
export function calledAt(draft: Draft, said: string | undefined): EpochMs {
  const time = Date.parse(said ?? '');
  return at(Number.isNaN(time) ? draft.now : Math.min(draft.now, time));
}

/** A human called 120: whoever was asked to is told that it is done. */
export function ambulanceCalled(draft: Draft, command: Order<'call_120'>, { world, by }: Given): Refusal | undefined {
  const { ambulance } = draft.incident;
  if (ambulance && isAmbulanceComing(draft.incident) && !isAskedToCall(draft))
    return { code: 'ambulance_called', who: nameOf(ambulance.by) };
  const { reference } = command;
  record(draft, {
    type: 'ambulance_called',
    by,
    calledAt: calledAt(draft, command.at),
    ...defined({ reference }),
  });
  standDownCallers(draft, world, by);
  return undefined;
}

/** Somebody asks for another one. */
const isAskedToCall = ({ incident }: Draft): boolean => {
  const need = needNamed(incident, 'call_120');
  return need !== undefined && isOpenNeed(need);
};

export function ambulanceHandOver(
  draft: Draft,
  order: Order<'ambulance_hand_over'>,
  { by }: Given,
): Refusal | undefined {
  if (draft.incident.ambulance === undefined) return { code: 'no_ambulance' };
  const { gate, hospital, companion } = order;
  const said = JSON.stringify({ gate, hospital, companion });
  const { textId } = aside(draft, said === '{}' ? undefined : said);
  if (textId === undefined) return { code: 'bad_request' };
  record(draft, { type: 'ambulance_hand_over', by, textId });
  return undefined;
}

export function outsideCalled(draft: Draft, order: Order<'outside_called'>, { world, by }: Given): undefined {
  const { number, text, at: when } = order;
  record(draft, { type: 'outside_called', by, number, calledAt: calledAt(draft, when), ...aside(draft, text) });
  for (const leg of draft.incident.legs)
    if (leg.need === `call_${number}` && isSent(leg)) standDown(draft, leg, 'called', world, by);
}
