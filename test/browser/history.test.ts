// The officer looks back: an incident that was archived long ago reads in the console as it did.
import { expect, it } from 'vitest';
import { connect } from '../../store/connection.ts';
import { until } from '../system.ts';
import { officer, onSystem, press, system } from './onSystem.ts';

onSystem(['--no-sim'], { YJT_KEEP_CLOSED: '2s' });

it('an archived incident is found under history, and opens with what was written about it', async () => {
  const id = await press('res-001');
  await system.api(`/api/v1/incidents/${id}/commands`, { id: 'n', command: 'note', text: '已电话联系家属' });
  await system.clear();
  const redis = connect(system.store);
  await until(async () => expect(await redis.keys(`*${id}*`)).toEqual([]));
  redis.disconnect();

  const page = await officer();
  await page.getByRole('button', { name: '历史' }).click();
  const line = page.locator('.panel details', { hasText: '谢老师傅' });
  await line.locator('summary').click();
  await line.getByText('已电话联系家属').waitFor();
  await page.locator('.panel input[type=date]').fill('2020-01-01');
  await page.getByText('没有已结案的警情').waitFor();
  expect(await line.count()).toBe(0);
}, 90_000);
