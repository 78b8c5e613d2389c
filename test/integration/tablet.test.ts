// What tablets and phones send over HTTP is read as the broker reads what comes by MQTT: one odd field never costs the rest.
import { beforeEach, describe, expect, it } from 'vitest';
import { shardKeys } from '../../store/keys.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';

const console_ = await ofThisFile(TestConsole.start());

const intake = (): string => shardKeys(console_.registry.district('hongmenjie')?.shard ?? ('s00' as never)).intake;
beforeEach(() => console_.redis.del(intake()));

/** Sends a body as it stands. @returns the status, and what was stored */
async function send(path: string, role: 'button' | 'responder', body: string | undefined) {
  const token = await console_.token(role, role === 'button' ? { device: 'btn-007' } : {});
  const headers = { authorization: `Bearer ${token}` };
  const { status } = await fetch(`${console_.url}${path}`, {
    method: 'POST',
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });
  const entries = await console_.redis.xrange(intake(), '-', '+');
  return { status, stored: entries.map(([, fields]) => JSON.parse(fields[1] ?? '') as Record<string, unknown>) };
}

describe('a press of a tablet', () => {
  it.each([
    { body: '{"kind":"smoke","battery":255,"at":7}', press: 'smoke' },
    { body: '{"kind":"fall","battery":NaN}', press: 'fall' },
    { body: '{"kind":"sos","location":null,"id":"no id at all"}', press: 'sos' },
    { body: '{"kind":"TEST","id":17}\u0000', press: 'test' },
    { body: '{"kind":"service","location":{"lon":104.06,"lat":30.64,"accuracy":"9"}}', press: 'service' },
  ])('is what its kind says, whatever else is odd in it: $body', async ({ body, press }) => {
    const { status, stored } = await send('/api/v1/my/press', 'button', body);
    expect(status).toBe(200);
    expect(stored).toMatchObject([{ kind: 'press', press, device: 'btn-007' }]);
    expect(stored[0]).not.toHaveProperty('battery');
  });

  it.each(['{"kind":"perhaps"}', '{"kind":"te', undefined])(
    'that says no kind is a press all the same: %s',
    async (body) => {
      const { status, stored } = await send('/api/v1/my/press', 'button', body);
      expect(status).toBe(200);
      expect(stored).toMatchObject([{ kind: 'unreadable_press', device: 'btn-007' }]);
    },
  );
});

describe('a phone', () => {
  const reply = { id: 'r1', incident: '01JZZZZZZA-1-s00', leg: 'L1', reply: 'done' };

  it('is believed whatever else is odd in its answer', async () => {
    const odd = { ...reply, findings: ['safe', 'rain'], needs: 9, at: null };
    const { status, stored } = await send('/api/v1/my/replies', 'responder', JSON.stringify(odd));
    expect(status).toBe(200);
    expect(stored).toMatchObject([{ kind: 'reply', reply: { ...reply, findings: ['safe'] } }]);
  });

  it('is told where nobody can know what it answers', async () => {
    const { status, stored } = await send('/api/v1/my/replies', 'responder', JSON.stringify({ ...reply, reply: 'x' }));
    expect({ status, stored }).toEqual({ status: 400, stored: [] });
  });

  it('is where it says, how exact it is or not', async () => {
    const { status } = await send(
      '/api/v1/my/position',
      'responder',
      '{"lon":104.06,"lat":30.64,"accuracy":"near","at":1}',
    );
    expect(status).toBe(204);
  });
});
