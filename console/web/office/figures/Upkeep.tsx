// Devices that somebody must look after, as it is now: silent, battery low, not tried for long.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { TestWindowAnswer } from '../../../../contracts/device/testWindow.ts';
import type { DeviceUpkeep, UpkeepReason } from '../../../../contracts/device/upkeep.ts';
import { call, newId } from '../../live/api.ts';
import { useRead } from '../../live/useRead.ts';
import { Button } from '../../look/Button.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { language } from '../../words/language.ts';
import { nothingListed } from '../address.ts';
import { changeAllowed, exportAllowed } from '../district.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { Faults } from './Faults.tsx';
import { reportWords } from './words.ts';

/** On a page; all of them are in the file. */
const listedAtMost = 15;

export function Upkeep() {
  const r = reportWords.value;
  const o = ownWords.value;
  const [again, setAgain] = useState(0);
  const { value, wrong } = useRead<DeviceUpkeep>('/api/v1/office/devices', again);
  return (
    <section class="counts upkeep">
      <header>
        <h2>{r.upkeep}</h2>
        {changeAllowed.value && (
          <span class="on-screen">
            <Link to={{ page: 'pair' }}>{o.pages.pair}</Link>
          </span>
        )}
        {exportAllowed.value && (
          <a class="button on-screen" download href={`/api/v1/office/devices.csv?language=${language.value}`}>
            {o.exportAs('CSV')}
          </a>
        )}
      </header>
      <Trouble says={wrong && `${o.failed}${wrong}`} />
      {value ? (
        <Lists upkeep={value} changed={() => setAgain(again + 1)} />
      ) : (
        wrong === '' && <p class="says">{o.loading}</p>
      )}
    </section>
  );
}

function Lists({ upkeep, changed }: { upkeep: DeviceUpkeep; changed: () => void }) {
  const r = reportWords.value;
  const { silent, batteryLow, untested, suspect } = upkeep;
  const when = (at: string | undefined): string => (at === undefined ? r.never : momentOf(Date.parse(at)));
  return (
    <>
      <p class="says">{r.upkeepSays(momentOf(Date.parse(upkeep.at)), upkeep.devices)}</p>
      <Faults faults={upkeep.faults} closed={changed} />
      <List
        of="silent"
        rule={upkeep.silentHours ?? 0}
        rows={silent}
        last={r.last}
        says={({ heardAt }) => when(heardAt)}
      />
      <List
        of="battery_low"
        rule={upkeep.batteryLowPercent}
        rows={batteryLow}
        last={r.battery}
        says={({ battery }) => `${battery}%`}
      />
      {untested ? (
        <List
          of="untested"
          rule={upkeep.testWithinDays}
          rows={untested}
          last={r.last}
          says={({ device, workedAt }) => (
            <>
              {when(workedAt)} <Try device={device} />
            </>
          )}
        />
      ) : (
        <p role="status">{r.booksAway}</p>
      )}
      {suspect && suspect.length > 0 && (
        <List of="suspect" rule={0} rows={suspect} last={r.calls} says={({ calls }) => calls} />
      )}
    </>
  );
}

/** Whoever uses it is with the resident, or on the telephone with them. */
function Try({ device }: { device: string }) {
  const r = reportWords.value;
  const [said, setSaid] = useState('');
  async function begin(): Promise<void> {
    const answer = await call<TestWindowAnswer>(`/api/v1/devices/${device}/test-window`, { id: newId() });
    const until = answer.ok ? answer.value.until : undefined;
    if (until !== undefined) setSaid(r.trying(momentOf(Date.parse(until))));
    else setSaid(answer.ok ? ownWords.value.failed : answer.message || ownWords.value.failed);
  }
  return said === '' ? <Button class="on-screen" does={begin} says={r.tryIt} /> : <span role="status">{said}</span>;
}

type Row = Pick<DeviceUpkeep['silent'][number], 'device' | 'says' | 'residents'>;

function List<T extends Row>(props: {
  of: UpkeepReason;
  rule: number;
  rows: readonly T[];
  last: string;
  says: (one: T) => ComponentChildren;
}) {
  const { of, rule, rows, last, says } = props;
  const r = reportWords.value;
  const title = `${r.lists[of]} ${rows.length}`;
  return (
    <section data-list={of}>
      <h3>
        {title} <small>{r.rules[of](rule)}</small>
      </h3>
      {rows.length === 0 ? (
        <p class="says">{r.listNone}</p>
      ) : (
        <table>
          <caption class="unseen">{title}</caption>
          <thead>
            <tr>
              {[ownWords.value.device, r.where, r.lives, last].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, listedAtMost).map((one) => (
              <tr key={one.device}>
                <th scope="row">
                  <Link to={{ ...nothingListed, kind: 'devices', id: one.device }}>{one.device}</Link>
                </th>
                <td>{one.says}</td>
                <td>{one.residents.map(({ name }) => name).join('、')}</td>
                <td>{says(one)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > listedAtMost && <p class="says">{r.more(rows.length - listedAtMost)}</p>}
    </section>
  );
}
