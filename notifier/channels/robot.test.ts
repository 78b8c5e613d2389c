import { describe, expect, it } from 'vitest';
import { at } from '../../contracts/ids.ts';
import { gatewayAlarm } from '../../wording/outside.ts';
import { robot } from './robot.ts';

const signal = new AbortController().signal;

describe('a robot in a group', () => {
  it.each([
    { change: 'raised' as const, says: '【一键通】系统报警：有设备发来看不懂的内容。https://yjt.example/' },
    { change: 'cleared' as const, says: '【一键通】已恢复：有设备发来看不懂的内容。' },
  ])('says of an alarm what is the matter and not of whom: $change', async ({ change, says }) => {
    const said: string[] = [];
    const group = robot({
      name: 'webhook',
      gateway: 'wecom_robot',
      atMostBytes: 1_000,
      post: async (text) => {
        said.push(text);
        return { kind: 'accepted' };
      },
    });
    const figures = { name: '李奶奶家', device: 'btn-007', word: 'x' };
    const alarm = gatewayAlarm(
      { code: 'device_unclear', subject: 'res-007', figures, since: at(0), at: at(1), change },
      { channel: 'webhook', demo: false, publicUrl: 'https://yjt.example', delivery: 'alarm/1/raised' },
    );
    await group.deliver(alarm, signal);
    expect(said).toEqual([says]);
  });
});
