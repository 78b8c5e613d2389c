// The figures of a stretch, in the order in which a report is read: how fast, how much and when, what and where, who, what was late.
import type { FiguresAnswer } from '../../../../contracts/office/figures.ts';
import { now, picture } from '../../live/page.ts';
import { dateOf, minuteOf } from '../../look/time.ts';
import { nameOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { today } from '../asked.ts';
import { daysOfStretch, type Stretch } from '../days.ts';
import { district, districtName } from '../district.ts';
import { ownWords } from '../language.ts';
import { Chart, type Counted } from './Chart.tsx';
import { Counts } from './Counts.tsx';
import { Drills } from './Drills.tsx';
import { Late } from './Late.tsx';
import { Load } from './Load.tsx';
import { Sample } from './Sample.tsx';
import { tickUnder } from './scale.ts';
import { stretchSays } from './stretchSays.ts';
import { secondsOf, Tile } from './Tile.tsx';
import { Upkeep } from './Upkeep.tsx';

export function Report(props: { figures: FiguresAnswer; stretch: Stretch; grid: string | undefined }) {
  const { figures, stretch, grid } = props;
  const o = ownWords.value;
  return (
    <>
      <Head stretch={stretch} grid={grid} figures={figures} />
      <div class="tiles">
        {figures.steps.map((step) => (
          <Tile key={step.step} figures={step} />
        ))}
      </div>
      <div class="charts">
        <Chart title={o.byHour} of={o.columns.opened} counts={hours(figures)} />
        <Chart title={o.byDay} of={o.columns.opened} counts={days(figures)} />
      </div>
      <div class="charts">
        <Load figures={figures} />
      </div>
      <Late late={figures.late} owed={figures.owed} />
      <Tables figures={figures} />
      <Drills drillList={figures.drillList} />
      {grid === undefined && <Sample figures={figures} />}
      {grid === undefined && <Upkeep />}
    </>
  );
}

function Head({ stretch, grid, figures }: { stretch: Stretch; grid: string | undefined; figures: FiguresAnswer }) {
  const o = ownWords.value;
  const gridName = district.value?.grids.find(({ id }) => id === grid)?.name ?? grid;
  const at = now.peek(); // of the moment that these were counted
  return (
    <header class="report-head">
      <h1>{[districtName.value, gridName, stretchSays(stretch), o.report[stretch.kind]].filter(Boolean).join(' ')}</h1>
      <p>
        <b>{o.total(figures.opened)}</b>{' '}
        {figures.opened > 0 && o.apart(figures.merged, figures.tests, figures.drills, figures.open)}
      </p>
      <p class="says">
        {daysOfStretch(stretch).to >= today.value && o.unclear}{' '}
        {o.made(`${dateOf(at)} ${minuteOf(at)}`, picture.peek().me?.name ?? '')}
      </p>
    </header>
  );
}

const hours = ({ byHour }: FiguresAnswer): Counted[] =>
  byHour.map((n, hour) => ({
    label: ownWords.value.hourSpan(hour),
    tick: hour % 3 === 0 ? ownWords.value.hour(hour) : undefined,
    n,
  }));

const days = ({ byDay }: FiguresAnswer): Counted[] =>
  byDay.map(({ day, n }) => {
    const o = ownWords.value;
    const [month, date] = [Number(day.slice(5, 7)), Number(day.slice(8))];
    const under = tickUnder(day, byDay.length);
    return {
      label: day,
      tick: under && { date: o.date(date), day: o.day(month, date), month: o.monthTick(month) }[under],
      n,
    };
  });

function Tables({ figures }: { figures: FiguresAnswer }) {
  const w = words.value;
  const o = ownWords.value;
  return (
    <div class="tables">
      <Counts
        title={o.byCall}
        columns={[o.choices.call, o.count]}
        none={o.nobody}
        lines={figures.byCall.map(({ call, n }) => ({ key: call, name: w.kinds[call], figures: [n] }))}
      />
      <Counts
        title={o.byDisposition}
        columns={[o.choices.disposition, o.count]}
        none={o.nobody}
        lines={figures.byDisposition.map(({ disposition, n }) => ({
          key: disposition,
          name: w.dispositions[disposition],
          figures: [n],
        }))}
      />
      <Counts
        title={o.byGrid}
        columns={[o.choices.grid, o.count, o.acknowledgedMedian, o.onSceneMedian]}
        none={o.nobody}
        lines={figures.byGrid.map(({ grid, n, acknowledgedMedian, onSceneMedian }) => ({
          key: grid?.id ?? '',
          name: grid?.name ?? o.noGrid,
          figures: [n, secondsOf(acknowledgedMedian), secondsOf(onSceneMedian)],
        }))}
      />
      <Counts
        title={o.falseAlarms}
        columns={[o.device, o.falseOnes, o.ofAll]}
        none={o.nobody}
        lines={figures.falseAlarms.map(({ device, n, of }) => ({ key: device, name: device, figures: [n, of] }))}
      />
      <Counts
        title={o.responders}
        columns={[o.person, o.asked, o.accepted, o.declined, o.silent, o.answerMedian]}
        none={o.nobody}
        lines={figures.people.map((one) => ({
          key: one.responder.id,
          name: nameOf(one.responder.name),
          figures: [one.asked, one.accepted, one.declined, one.silent, secondsOf(one.answerMedian)],
        }))}
      />
    </div>
  );
}
