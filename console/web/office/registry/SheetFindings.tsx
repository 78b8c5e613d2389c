// What became of a file: what would be made of it, its broken rows, and bringing it in.
import type { SheetAnswer } from '../../../../contracts/office/sheet.ts';
import { registryWords } from './words.ts';

export function Findings({ told }: { told: SheetAnswer }) {
  const r = registryWords.value;
  const { brokenHeads: sheet, featureHeads: geojson, brokenEventHeads: calendar } = r.sheet;
  const heads = { sheet, geojson, calendar };
  return (
    <>
      <p class="findings" role="status">
        {told.of === 'calendar' ? r.sheet.foundEvents(told) : r.sheet.found(told)}
      </p>
      {told.broken.length > 0 && (
        <table class="broken">
          <caption>
            {told.of === 'calendar' ? r.sheet.brokenEvents(told.brokenRows) : r.sheet.broken(told.brokenRows)}
          </caption>
          <thead>
            <tr>
              {heads[told.of].map((head) => (
                <th key={head}>{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {told.broken.map(({ row, column, value, reason }) => (
              <tr key={`${row}/${column}/${value}/${reason}`}>
                <td>{row === 0 ? r.sheet.inNoRow : row}</td>
                <td>{column}</td>
                <td>{value}</td>
                <td>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

export function Bring({ told, bring }: { told: SheetAnswer; bring: (goodOnly: boolean) => void }) {
  const r = registryWords.value;
  const nothing = told.made + told.changed === 0;
  if (told.brokenRows === 0)
    return (
      <button class="button strong" type="button" disabled={nothing} onClick={() => bring(false)}>
        {r.sheet.bring}
      </button>
    );
  return (
    <>
      <p>{told.of === 'calendar' ? r.sheet.mendEventsFirst : r.sheet.mendFirst}</p>
      <button class="button" type="button" disabled={nothing} onClick={() => bring(true)}>
        {told.of === 'calendar'
          ? r.sheet.bringGoodEvents(told.rows - told.brokenRows - (told.leftOut ?? 0))
          : r.sheet.bringGood(told.rows - told.brokenRows)}
      </button>
    </>
  );
}
