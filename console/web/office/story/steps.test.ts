import { expect, it } from 'vitest';
import type { EventView, IncidentView, LegView } from '../../../../contracts/incident/views.ts';
import { stepsOf } from './steps.ts';

const leg = (id: string, name: string, purpose: LegView['purpose']) => ({ id, purpose, responder: { id, name } });
const event = (type: string, leg: string, second: number): EventView => ({
  seq: second,
  type,
  leg,
  at: `2026-11-24T02:16:${second}Z`,
  by: `responder/${leg}`,
});
const incident = (more: Partial<IncidentView> = {}) =>
  ({
    legs: [leg('desk', '何静', 'desk'), leg('wang', '王建军', 'comes'), leg('li', '李大爷', 'bridge')],
    ...more,
  }) as IncidentView;

it('who says yes at a desk is not at the door; the first who comes counts', () => {
  const events = [
    event('leg_accepted', 'desk', 10),
    event('leg_accepted', 'li', 20),
    event('leg_accepted', 'wang', 25),
    event('leg_on_scene', 'wang', 50),
  ];
  expect(stepsOf(incident(), events)).toEqual([
    { step: 'accepted', at: '2026-11-24T02:16:20Z', by: '李大爷' },
    { step: 'on_scene', at: '2026-11-24T02:16:50Z', by: '王建军' },
  ]);
});

it('the officer acknowledges and closes', () => {
  const at = '2026-11-24T02:17:00Z';
  const told = incident({
    acknowledged: { by: '周敏', at },
    closed: { by: '周敏', at, disposition: 'helped' },
  });
  expect(stepsOf(told, [])).toEqual([
    { step: 'acknowledged', at, by: '周敏' },
    { step: 'closed', at, by: '周敏' },
  ]);
});
