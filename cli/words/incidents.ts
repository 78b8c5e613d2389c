// What yjt says of incidents: how one was pressed, where it stands, its proof, its replay, what was sent outside.
import type { PressAnswer } from '../../contracts/incident/views.ts';
import { callsInChinese, callsInEnglish } from '../../wording/calls.ts';
import { hopsInChinese, hopsInEnglish } from '../../wording/hops.ts';
import { legStatesInChinese, legStatesInEnglish } from '../../wording/legs.ts';

const zh = {
  noIncidents: '没有警情。',
  whoPresses: '要为谁按？请给出 --resident 或 --device（用 yjt residents 查编号）',
  pressed: {
    incident: '已接警，警情',
    joined: '已并入警情',
    repeated: '重复上报，已并入警情',
    recorded: '已记录，不立警情',
    stored: '已保存，尚未处理完；稍后用 yjt incidents 查看',
  } as Record<PressAnswer['outcome'], string>,
  incident: { open: '处置中', closed: '已结案' },
  call: callsInChinese,
  leg: legStatesInChinese,
  proof: {
    states: { awaited: '（等待中）', gap: '（无记录）' },
    hops: hopsInChinese,
    clocks: {
      broker: '接入时钟',
      store: '存储时钟',
      dispatcher: '派警时钟',
      console: '控制台时钟',
      notifier: '通知时钟',
    },
    gaps: (n: number) => (n === 0 ? '全程有记录。' : `有 ${n} 处没有记录。`),
  },
  replay: {
    which: '请给出警情编号（用 yjt incidents --state all 查看），或用 --policy 比较最近的警情',
    same: (n: number) => `核对一致：${n} 个事件重放得到的状态与保存的相同。`,
    head: (hash: string) => `日志散列 ${hash}（与打印件上的对照）`,
    different: '核对不一致：重放得到的状态与保存的不同，请保留数据并报告。',
    noFile: (path: string) => `没有这个文件：${path}`,
    noPolicy: (path: string) => `${path} 不是可用的预案，没有比较：`,
    worstCase: '当时没有被问到的人，不知道会不会答应，这里按不答复计算。没有改动任何数据。',
    asked: (seconds: number) => `${seconds} 秒时通知`,
    accepted: (seconds: number) => `${seconds} 秒时答应`,
    arrived: (seconds: number) => `${seconds} 秒时到场`,
    unknown: '当时没有问过',
    comma: '，',
    columns: ['人员', '当时', '换用此预案'],
  },
  outbox: {
    none: '没有记录：或者还没有要发的通知，或者已配置网关。',
    kinds: { offer: '派单', update: '更新', stand_down: '撤回', alarm: '系统报警', swap: '换班', check_in: '平安签到' },
  },
};

const en: typeof zh = {
  noIncidents: 'No incidents.',
  whoPresses: 'press for whom? Give --resident or --device (yjt residents lists the ids)',
  pressed: {
    incident: 'Received, incident',
    joined: 'Joined incident',
    repeated: 'A repeat, joined incident',
    recorded: 'Recorded, no incident',
    stored: 'Stored, not decided yet; see yjt incidents in a moment',
  },
  incident: { open: 'open', closed: 'closed' },
  call: callsInEnglish,
  leg: legStatesInEnglish,
  proof: {
    states: { awaited: '(awaited)', gap: '(no record)' },
    hops: hopsInEnglish,
    clocks: {
      broker: "broker's clock",
      store: "store's clock",
      dispatcher: "dispatcher's clock",
      console: "console's clock",
      notifier: "notifier's clock",
    },
    gaps: (n) => (n === 0 ? 'Every hop is on record.' : `${n} hop${n === 1 ? ' has' : 's have'} no record.`),
  },
  replay: {
    which: 'which incident? Give its id (yjt incidents --state all), or compare the latest ones with --policy',
    same: (n) => `The same: replaying ${n} events gives the stored state.`,
    head: (hash) => `Hash of the log ${hash} (compare it with the one on paper)`,
    different: 'NOT the same: replaying gives another state than the stored one. Keep the data and report it.',
    noFile: (path) => `there is no file ${path}`,
    noPolicy: (path) => `${path} is no policy that could be used; nothing was compared:`,
    worstCase: 'Of people who were not asked then nobody knows the answer; they count as silent. Nothing was changed.',
    asked: (seconds) => `asked at ${seconds} s`,
    accepted: (seconds) => `yes at ${seconds} s`,
    arrived: (seconds) => `there at ${seconds} s`,
    unknown: 'not asked then',
    comma: ', ',
    columns: ['who', 'then', 'by this policy'],
  },
  outbox: {
    none: 'Nothing recorded: nothing was to be sent yet, or a gateway is configured.',
    kinds: {
      offer: 'offer',
      update: 'update',
      stand_down: 'stand-down',
      alarm: 'alarm',
      swap: 'swap of shifts',
      check_in: 'sign of life',
    },
  },
};

export const incidents = { zh, en };
