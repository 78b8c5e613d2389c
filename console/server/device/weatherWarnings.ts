// A weather warning comes in, in the words of CAP, and switches a list on and off as the policy says. Whoever posts it may do nothing else (docs/decisions/047).
import type { CheckInListKind } from '../../../contracts/device/checkIns.ts';
import {
  type WeatherWarning as Warning,
  WarningAnswer,
  WeatherWarning,
} from '../../../contracts/device/checkInViews.ts';
import { readInstant } from '../../../contracts/instant.ts';
import { checkInRuleOf, WarningLevel } from '../../../contracts/office/checkIn.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import { changeOf, emptyList, warned } from '../../../dispatcher/domain/device/checkInList.ts';
import { appendAudit } from '../../../store/audit.ts';
import { changeList } from '../../../store/checkIns.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import type { RegistryParts } from '../parts.ts';
import { answers, Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { audit } from '../session/caller.ts';
import { whereOf } from './checkIns.ts';

/** No wave lasts longer: a slip of the year must not keep a list on for ever. */
const longestMs = 14 * 24 * 3_600_000;
const words: readonly { list: CheckInListKind; has: RegExp }[] = [
  { list: 'heat', has: /高温|酷热|热浪|heat|high.?temperature/i },
  { list: 'cold', has: /寒潮|低温|寒冷|严寒|霜冻|冰冻|道路结冰|cold|freez|frost|low.?temperature/i },
];
/** As they are written: colours in both languages, and CAP's severity. */
const levels: readonly { level: WarningLevel; has: RegExp }[] = [
  { level: 'blue', has: /^(蓝色?|blue|minor)$/i },
  { level: 'yellow', has: /^(黄色?|yellow|moderate)$/i },
  { level: 'orange', has: /^(橙色?|orange|severe)$/i },
  { level: 'red', has: /^(红色?|red|extreme)$/i },
];

type Read = {
  id: string;
  event: string;
  level: WarningLevel;
  from: number;
  until: number;
  isOver: boolean;
  /** it says itself when it begins */
  isDated: boolean;
  area?: string;
};

export function addWeatherWarnings(app: App, parts: RegistryParts): void {
  app.post(
    '/api/v1/weather-warnings',
    route('weather.warn', 'a weather warning: heat and cold switch the lists of who is called on and off', {
      body: WeatherWarning,
      response: { ...answers(WarningAnswer), 400: Refusal, 404: Refusal },
    }),
    async (request) => {
      const { body, held } = request;
      const own = held?.grant.district;
      if (own !== undefined && body.district !== undefined && body.district !== own)
        throw new Refused('not_allowed', 'district');
      const wanted = body.district ?? own;
      const districts = [...parts.registry.all()].filter(({ id }) => wanted === undefined || id === wanted);
      if (districts.length === 0) throw new Refused('not_found', 'district');
      const read = districts.map((district) => ({ district, warning: readWarning(body, district, parts.clock.now()) }));
      const list = words.find(({ has }) => has.test(body.event))?.list;
      const answer = [];
      for (const { district, warning } of read) {
        const change = list === undefined ? 'none' : await apply(parts, district, { list, warning });
        const name = `${warning.event} ${warning.level} ${warning.id}`.slice(0, 200);
        const entry = { action: 'weather_warning' as const, about: list ?? '', name, reason: change };
        const { redis, clock } = parts;
        if (change !== 'none' && held) await audit(parts, held, entry);
        else if (change !== 'none')
          await appendAudit(redis, district, {
            ...entry,
            at: clock.now(),
            by: 'weather',
            actor: 'weather',
            role: 'warner',
          });
        answer.push({ id: district.id, change, ...defined({ list }) });
      }
      return { districts: answer };
    },
  );
}

/** @throws Refused with the field that cannot be read */
function readWarning(body: Warning, { bundle }: DistrictRegistry, now: number): Read {
  const { timeZone } = bundle.district;
  const level = levels.find(({ has }) => has.test(body.level.trim()))?.level;
  if (level === undefined)
    throw new Refused('bad_request', 'level: blue, yellow, orange, red, 蓝色 …, or minor, moderate, severe, extreme');
  const from = body.onset === undefined ? now : readInstant(body.onset, timeZone);
  if (from === undefined) throw new Refused('bad_request', 'onset: write it like 2026-07-20T12:00:00+08:00');
  const until = readInstant(body.expires, timeZone);
  if (until === undefined) throw new Refused('bad_request', 'expires: write it like 2026-07-21T12:00:00+08:00');
  if (until <= from) throw new Refused('bad_request', 'expires: must be later than onset');
  if (until - from > longestMs || until > now + longestMs)
    throw new Refused('bad_request', 'expires: is more than 14 days away');
  const { identifier: id, event, area } = body;
  const isOver = body.msgType === 'Cancel' || until <= now;
  return { id, event, level, from, until, isOver, isDated: body.onset !== undefined, ...defined({ area }) };
}

async function apply(
  { redis, clock }: RegistryParts,
  district: DistrictRegistry,
  { list, warning: { isOver, isDated, ...warning } }: { list: CheckInListKind; warning: Read },
): Promise<'on' | 'off' | 'none'> {
  const { warningFrom } = checkInRuleOf(district.bundle.policy);
  const counts = warningFrom !== 'none' && rank(warning.level) >= rank(warningFrom) && !isOver;
  const after = await changeList(redis, whereOf(district), list, (before = emptyList) => {
    const known = before.warnings?.find(({ id }) => id === warning.id);
    // One that names no onset holds since it was heard first: said again it is the same.
    const from = isDated ? warning.from : (known?.from ?? warning.from);
    return warned(before, { ...warning, from, counts }, clock.now());
  });
  return changeOf(after);
}

const rank = (level: WarningLevel): number => WarningLevel.enum.indexOf(level);
