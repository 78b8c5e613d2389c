// A call that is taken in hand: somebody is on the way, the desk has said yes, the officer has acknowledged and spoken with the resident.
import { District } from './district.ts';

export const handled = (): District =>
  new District()
    .press('btn-1')
    .reply('wang', 'accept')
    .reply('desk', 'accept')
    .officer({ command: 'acknowledge' })
    .officer({ command: 'call_back', outcome: 'spoke' });
