// What a community begins with that has nothing yet: a district without a place, and a policy that needs coordinators alone. Every kind of
// call has a plan from the first minute, so that the first button is answered by the first coordinator (docs/decisions/034).
import { CallKind } from '../terms.ts';
import { type CommunityBundle, wholeBundle } from './community.ts';
import type { Policy } from './policy.ts';

/** The id of a district that is begun with nothing. Its name is the wizard's first step. */
export const firstDistrict = 'community';

const coordinators = ['grid_coordinator'] as const;
const plan = 'coordinators';
/** A smell of smoke is no visit, a silent device no emergency. */
const priorities: Partial<Record<CallKind, 2 | 3>> = {
  missed_checkin: 2,
  unreadable_input: 2,
  service: 3,
  device_fault: 3,
};

const firstPolicy = (): Policy => ({
  calls: CallKind.enum.map((kind) => ({ kind, priority: priorities[kind] ?? 1, plans: { grid: plan } })),
  plans: [
    {
      id: plan,
      track: 'grid',
      name: '先本网格，再全社区',
      tiers: [
        {
          name: '本网格的网格员',
          who: [{ roles: [...coordinators], area: 'own_grid', inParallel: 2 }],
          answerWithinSeconds: 45,
          ringAgainSeconds: 15,
          channels: ['app'],
        },
        {
          name: '全社区的网格员',
          who: [{ roles: [...coordinators], area: 'community', inParallel: 5 }],
          answerWithinSeconds: 45,
          ringAgainSeconds: 15,
          channels: ['app'],
        },
      ],
    },
  ],
  channels: [],
  whenSpent: { roles: [...coordinators], everySeconds: [60, 45, 30, 20] },
  weights: { ownGridTieSeconds: 20, bridgeSeconds: 60, busySeconds: 120, notConnectedSeconds: 180 },
  positionFreshSeconds: 120,
  progress: { checkSeconds: 90, leastSeconds: 10 },
  fix: { freshSeconds: 120, accuracyMetres: 100, awayMetres: 150 },
  linkWithinSeconds: 60,
  arriveGraceSeconds: 120,
  officerLadder: { alone: [{ afterSeconds: 60, roles: [...coordinators] }], accompanied: [] },
  officerAcknowledgeSeconds: 60,
  sceneReviewSeconds: 1_200,
  closeReminderSeconds: 600,
  standDownChaseSeconds: 60,
  reopenWithinHours: 72,
  speeds: { bicycleMetresPerSecond: 4.2, footMetresPerSecond: 1.2 },
  readiness: {
    withinSeconds: 300,
    roles: [...coordinators],
    // There is no health centre yet: readiness asks for nobody whom no plan asks.
    healthRoles: [...coordinators],
    batteryLowPercent: 20,
    answeredWithinHours: 24,
  },
});

/** @param id of the district; a sample that is started over keeps its own, since logins and the log of what was done hang on it */
export const beginning = (id: string): CommunityBundle =>
  wholeBundle({
    district: {
      id,
      name: '新社区',
      nameEn: 'New community',
      timeZone: 'Asia/Shanghai',
      datum: 'wgs84',
      demo: false,
      schematic: false,
      attribution: '社区自绘',
    },
    grids: [],
    roads: [],
    blocks: [],
    courtyards: [],
    servicePoints: [],
    homes: [],
    residents: [],
    devices: [],
    responders: [],
    shifts: [],
    leaves: [],
    swaps: [],
    policy: firstPolicy(),
  });

/** Nothing of it has been made: neither named nor drawn, and nobody is in it. */
export const isUnbegun = ({ district, grids, courtyards, homes, residents, devices, responders }: CommunityBundle) =>
  !district.demo &&
  district.centre === undefined &&
  [grids, courtyards, homes, residents, devices, responders].every(({ length }) => length === 0);
