// What a press does to the incident that it belongs to.
import type { Incident } from '../../../../contracts/incident/state.ts';
import { given } from '../../../../contracts/shapes.ts';
import { withPress } from '../presses.ts';
import { marked, type Of, unmarked, without } from './change.ts';

type Pressed = Of<'press_joined' | 'press_repeated' | 'cancel_requested'>;

export function pressed(incident: Incident, event: Pressed): Incident {
  switch (event.type) {
    case 'press_joined': {
      const joined = {
        ...marked(incident, event.marks),
        priority: event.priority,
        presses:
          incident.needs === undefined ? [...incident.presses, event.press] : withPress(incident.presses, event.press),
        ...(incident.needs === undefined ? {} : { pressedSeq: event.seq }),
        ...given('call', event.call),
        ...given('beside', event.beside),
      };
      const placed = event.spot === undefined ? joined : at(joined, event.spot, event.press.device);
      return event.anew ? without(placed, 'acknowledged') : placed;
    }
    case 'press_repeated':
      return {
        ...marked(incident, ['repeated']),
        priority: event.priority,
        presses: incident.presses.map((press) =>
          press.id === event.press && press.device === event.device
            ? { ...press, times: press.times + 1, ...(incident.needs ? { notedAt: event.at } : {}) }
            : press,
        ),
      };
    case 'cancel_requested':
      return { ...marked(incident, ['cancel_requested']), presses: [...incident.presses, event.press] };
  }
}

/** Help goes to where the device is, or home again. */
function at(incident: Incident, spot: 'fix' | 'home', device: string): Incident {
  if (spot === 'fix') return { ...incident, spot, spotOf: device };
  const { spot: _, spotOf: __, ...home } = incident;
  return unmarked(unmarked(home, 'away_from_home'), 'inexact_fix');
}
