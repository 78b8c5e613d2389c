// What `yjt doctor` says of each part of the running system, and what to do about it.

import type { Channel, ReadinessReason } from '../contracts/terms.ts';
import { channelsInChinese, channelsInEnglish } from './channels.ts';
import { readinessInChinese, readinessInEnglish } from './readiness.ts';

/** What is said; `remedy` says what to do. */
export type Told = { says: string; remedy: string };

export type ChecksWording = {
  storeWell: string;
  storeAway: (managed: boolean) => Told;
  brokerWell: (port: number) => string;
  brokerAway: (port: number) => Told;
  dispatcherWell: string;
  dispatcherSilent: Told;
  districts: (names: readonly string[]) => string;
  noDistrict: Told;
  nothingBegun: (name: string) => Told;
  kept: string;
  notKept: Told;
  keepingUnknown: Told;
  keptLate: (appendfsync: string) => Told;
  keptAnyTime: Told;
  notKeptMeanwhile: Told;
  diskUnknown: (folder: string) => Told;
  disk: (free: string) => string;
  diskLow: (free: string, percent: number) => Told;
  memoryUnknown: Told;
  evicts: (policy: string) => Told;
  noMemoryLimit: (used: string) => Told;
  memory: (used: string, percent: number) => string;
  memoryRemedy: string;
  holidays: (district: string) => string;
  holidaysUnknown: (district: string, years: readonly number[]) => Told;
  retention: (district: string, hours: number | undefined) => string;
  retentionShort: (district: string, hours: number, reopenHours: number) => Told;
  onTime: (waiting: number) => string;
  overdue: (late: number, waiting: number) => Told;
  readinessUnknown: (district: string) => Told;
  readiness: (district: string, homes: number, uncovered: number, atRisk: number) => string;
  readinessWhy: (reasons: readonly ReadinessReason[]) => string;
  rosterUnknown: (district: string) => Told;
  rosterFull: (district: string) => string;
  gaps: (district: string, count: number, told: readonly string[], more: boolean) => Told;
  gap: (span: { from: string; to: string; where: string; name: string }, noChannel: string | undefined) => string;
  consoles: (count: number) => string;
  noConsole: Told;
  canaryWell: (ms: number, at: string) => string;
  canary: (lost: boolean) => Told;
  notifierSilent: Told;
  channel: Readonly<Record<Channel, string>>;
  channelUnused: (name: string) => string;
  /** `setting`: what puts a gateway behind it */
  channelRecorded: (name: string, districts: readonly string[], setting: string) => Told;
  channelFails: (name: string, why: string, waiting: number) => Told;
  channelWell: (name: string, tried: boolean) => string;
  heartbeatWell: (tried: boolean) => string;
  heartbeatOff: Told;
  heartbeatFails: Told;
  heartbeatWithheld: Told;
};

const zh: ChecksWording = {
  storeWell: 'Redis 正常',
  storeAway: (managed) => ({
    says: 'Redis 没有应答，呼叫无法保存',
    remedy: managed ? '系统会自动重启它；若一分钟后仍如此，请查看 npm start 的输出' : '请检查 REDIS_URL 所指的服务器',
  }),
  brokerWell: (port) => `MQTT 端口 ${port} 正常`,
  brokerAway: (port) => ({
    says: `MQTT 端口 ${port} 连不上，按键无法上报`,
    remedy: '系统会自动重启 broker；若反复如此，请查看 npm start 的输出',
  }),
  dispatcherWell: '派警进程正常',
  dispatcherSilent: {
    says: '派警进程没有心跳，呼叫已保存但无人派警',
    remedy: '系统会在数秒内自动接管；若持续，请重启 npm start',
  },
  districts: (names) => `辖区：${names.join('、')}`,
  nothingBegun: (name) => ({
    says: `${name}：里面还什么都没有`,
    remedy: '管理员登录后到 /office/start 一步一步建起来',
  }),
  noDistrict: { says: '还没有导入任何辖区', remedy: '运行 npm run -s yjt -- import community/hongmenjie' },
  kept: '每次写入都已落盘',
  notKept: {
    says: 'Redis 没有开启 AOF（appendonly no）：它一重启，所有呼叫、人员与设备都会丢失',
    remedy: '请立即设 appendonly yes、appendfsync always，并写入 Redis 的配置文件',
  },
  keepingUnknown: { says: '无法读取 Redis 的落盘设置', remedy: '请确认 appendonly yes 与 appendfsync always' },
  keptLate: (appendfsync) => ({
    says: `Redis 的 appendfsync 为 ${appendfsync}，断电可能丢失一秒`,
    remedy: '请设为 appendonly yes、appendfsync always',
  }),
  keptAnyTime: {
    says: 'Redis 的 appendfsync 为 no：何时落盘由系统决定，断电可能丢失半分钟的呼叫',
    remedy: '请立即设为 appendfsync always',
  },
  notKeptMeanwhile: {
    says: 'Redis 重写文件期间不落盘（no-appendfsync-on-rewrite yes），其间断电会丢失呼叫',
    remedy: '请设为 no-appendfsync-on-rewrite no',
  },
  diskUnknown: (folder) => ({ says: '无法读取磁盘空间', remedy: `请检查数据目录 ${folder} 是否存在` }),
  disk: (free) => `磁盘剩余 ${free}`,
  diskLow: (free, percent) => ({
    says: `磁盘只剩 ${free}（${percent}%）`,
    remedy: '请清理磁盘，写满后新的呼叫将无法保存',
  }),
  memoryUnknown: { says: '无法读取 Redis 的内存用量', remedy: '请稍后再试' },
  evicts: (policy) => ({
    says: `Redis 的 maxmemory-policy 为 ${policy}：内存满时会丢数据`,
    remedy: '请设为 noeviction',
  }),
  noMemoryLimit: (used) => ({
    says: `Redis 已用内存 ${used}，没有上限`,
    remedy: '请设 maxmemory，使新呼叫在内存用尽之前停收',
  }),
  memory: (used, percent) => `Redis 已用内存 ${used}（${percent}%）`,
  memoryRemedy: '请调大 YJT_REDIS_MEMORY_MB（REDIS_URL 则为 maxmemory），到 90% 会停收新呼叫',
  holidays: (district) => `${district}：法定节假日已收录`,
  holidaysUnknown: (district, years) => ({
    says: `${district}：${years.join('、')} 年的放假安排还没有收录`,
    remedy: '国务院公布后请升级程序；在这之前请在值班表的“节假日”里照通知填日期',
  }),
  retention: (district, hours) => `${district}：${hours === undefined ? '不归档' : `结案 ${hours} 小时后归档`}`,
  retentionShort: (district, hours, reopenHours) => ({
    says: `${district}：结案 ${hours} 小时后归档，而预案允许 ${reopenHours} 小时内重新打开`,
    remedy: '请调大 YJT_KEEP_CLOSED，归档后的警情不能重新打开',
  }),
  onTime: (waiting) => `所有时限都按时处理，${waiting} 条输入在等待`,
  overdue: (late, waiting) => ({
    says: `${late} 个时限已过 10 秒未处理，${waiting} 条输入在等待`,
    remedy: '请查看派警进程是否正常；必要时重启 npm start',
  }),
  readinessUnknown: (district) => ({
    says: `${district}：还不知道各户此刻能否得到救助`,
    remedy: '派警进程每分钟评估一次；若持续如此，请重启 npm start',
  }),
  readiness: (district, homes, uncovered, atRisk) =>
    `${district}：${homes} 户中 ${uncovered} 户此刻无人可到，${atRisk} 户有隐患`,
  readinessWhy: (reasons) =>
    `原因：${reasons.map((one) => readinessInChinese[one]).join('、')}。逐户情况见 GET /api/v1/readiness`,
  rosterUnknown: (district) => ({ says: `${district}：无法查看排班`, remedy: '请稍后再试' }),
  rosterFull: (district) => `${district}：今后14天各级都有人在班`,
  gaps: (district, count, told, more) => ({
    says: `${district}：今后14天有 ${count} 处排班空缺`,
    remedy: `${told.join('；')}${more ? ' 等' : ''}。全部见 GET /api/v1/roster/gaps`,
  }),
  gap: ({ from, to, where, name }, noChannel) =>
    `${from} 至 ${to} ${where}“${name}”${noChannel === undefined ? '无人在班' : `${noChannel}没有可用的联系方式`}`,
  consoles: (count) => `${count} 个值班页面在线`,
  noConsole: { says: '没有打开的值班页面', remedy: '请值班员打开控制台并登录' },
  canaryWell: (ms, at) => `自检呼叫 ${ms} 毫秒走通全程（${at}）`,
  canary: (lost) => ({
    says: lost ? '上一次自检呼叫没有走通' : '还没有自检呼叫的结果',
    remedy: '自检每分钟一次，失败后数秒重试；若持续，请查看按键接入与派警进程',
  }),
  notifierSilent: {
    says: '外部通知进程没有心跳：除手机应用外通知不到人，系统报警也发不出去',
    remedy: '系统会自动重启它；若持续，请查看 DATA_DIR/logs/notifier.log',
  },
  channel: channelsInChinese,
  channelUnused: (name) => `${name}：没有网关，预案也不用它`,
  channelRecorded: (name, districts, setting) => ({
    says: `${name}：没有网关，只记录不发送（${districts.join('、')}的预案要用它）`,
    remedy: `请设 ${setting}（见 docs/connecting-a-gateway.md）；记录用 yjt outbox 查看`,
  }),
  channelFails: (name, why, waiting) => ({
    says: `${name}：网关发不出去（${why}），${waiting} 条在等待`,
    remedy: '请检查该网关的地址、密钥与余额；恢复后自动补发',
  }),
  channelWell: (name, tried) => (tried ? `${name}：网关正常` : `${name}：已配置网关，启动后还没有用过`),
  heartbeatWell: (tried) => (tried ? '对外心跳正常' : '对外心跳刚启动'),
  heartbeatOff: {
    says: '没有设置对外心跳：整台主机宕机时无人知晓',
    remedy: '请在别处建一个心跳监测，并设 YJT_HEARTBEAT_URL',
  },
  heartbeatFails: { says: '对外心跳发不出去', remedy: '请检查 YJT_HEARTBEAT_URL 与外网连接' },
  heartbeatWithheld: { says: '系统有故障，对外心跳已暂停，监测方将报警', remedy: '请先处理本页其他故障' },
};

const en: ChecksWording = {
  storeWell: 'Redis works',
  storeAway: (managed) => ({
    says: 'Redis does not answer: no call can be stored',
    remedy: managed
      ? 'It is started again by itself; if it is still so after a minute, look at what npm start printed'
      : 'Look at the server that REDIS_URL names',
  }),
  brokerWell: (port) => `MQTT answers on port ${port}`,
  brokerAway: (port) => ({
    says: `MQTT does not answer on port ${port}: no button can report`,
    remedy: 'The broker is started again by itself; if it happens again and again, look at what npm start printed',
  }),
  dispatcherWell: 'The dispatcher works',
  dispatcherSilent: {
    says: 'The dispatcher has no beat: calls are stored and nobody is asked',
    remedy: 'Another takes over within seconds; if it goes on, start npm start again',
  },
  nothingBegun: (name) => ({
    says: `${name}: there is nothing in it yet`,
    remedy: 'an administrator signs in and sets it up step by step at /office/start',
  }),
  districts: (names) => `Districts: ${names.join(', ')}`,
  noDistrict: {
    says: 'No district has been imported yet',
    remedy: 'Run npm run -s yjt -- import community/hongmenjie',
  },
  kept: 'Each write is on disk before it counts',
  notKept: {
    says: 'Redis keeps nothing on disk (appendonly no): when it starts again every call, person and device is gone',
    remedy: 'Set appendonly yes and appendfsync always at once, and in its configuration file',
  },
  keepingUnknown: {
    says: 'Redis does not say how it writes to disk',
    remedy: 'Make sure of appendonly yes and appendfsync always',
  },
  keptLate: (appendfsync) => ({
    says: `appendfsync of Redis is ${appendfsync}: a power cut may cost a second`,
    remedy: 'Set appendonly yes and appendfsync always',
  }),
  keptAnyTime: {
    says: 'appendfsync of Redis is no: the system writes when it likes, and a power cut may cost half a minute of calls',
    remedy: 'Set appendfsync always at once',
  },
  notKeptMeanwhile: {
    says: 'Redis writes nothing to disk while it rewrites its file (no-appendfsync-on-rewrite yes): a power cut then costs calls',
    remedy: 'Set no-appendfsync-on-rewrite no',
  },
  diskUnknown: (folder) => ({
    says: 'The room on the disk is not known',
    remedy: `See whether the folder ${folder} is there`,
  }),
  disk: (free) => `${free} free on the disk`,
  diskLow: (free, percent) => ({
    says: `Only ${free} (${percent}%) free on the disk`,
    remedy: 'Make room: once it is full no new call can be stored',
  }),
  memoryUnknown: { says: 'The memory of Redis is not known', remedy: 'Try again in a while' },
  evicts: (policy) => ({
    says: `maxmemory-policy of Redis is ${policy}: it throws data away when memory is full`,
    remedy: 'Set it to noeviction',
  }),
  noMemoryLimit: (used) => ({
    says: `Redis uses ${used} of memory, without a limit`,
    remedy: 'Set maxmemory, so that new calls are refused before memory ends',
  }),
  memory: (used, percent) => `Redis uses ${used} of memory (${percent}%)`,
  memoryRemedy: 'Raise YJT_REDIS_MEMORY_MB (with REDIS_URL: maxmemory); from 90 % on new calls are refused',
  holidays: (district) => `${district}: the public holidays are known`,
  holidaysUnknown: (district, years) => ({
    says: `${district}: the public holidays of ${years.join(', ')} are not known`,
    remedy:
      'upgrade once the State Council has published them; until then fill in the days of its notice under “Holidays” on the roster page',
  }),
  retention: (district, hours) =>
    `${district}: ${hours === undefined ? 'nothing is archived' : `archived ${hours} hours after closing`}`,
  retentionShort: (district, hours, reopenHours) => ({
    says: `${district}: archived ${hours} hours after closing, while the policy lets one reopen for ${reopenHours} hours`,
    remedy: 'Raise YJT_KEEP_CLOSED: what is archived cannot be reopened',
  }),
  onTime: (waiting) => `Every deadline is acted on in time, ${waiting} inputs wait`,
  overdue: (late, waiting) => ({
    says: `${late} deadlines passed more than 10 seconds ago, ${waiting} inputs wait`,
    remedy: 'See whether the dispatcher works; start npm start again if need be',
  }),
  readinessUnknown: (district) => ({
    says: `${district}: it is not known yet which homes could be helped now`,
    remedy: 'The dispatcher judges them each minute; if it stays so, start npm start again',
  }),
  readiness: (district, homes, uncovered, atRisk) =>
    `${district}: of ${homes} homes nobody could come to ${uncovered} now, ${atRisk} are at risk`,
  readinessWhy: (reasons) =>
    `Because of: ${reasons.map((one) => readinessInEnglish[one]).join(', ')}. Home by home: GET /api/v1/readiness`,
  rosterUnknown: (district) => ({ says: `${district}: the roster could not be read`, remedy: 'Try again in a while' }),
  rosterFull: (district) => `${district}: somebody is on duty at every level for the next 14 days`,
  gaps: (district, count, told, more) => ({
    says: `${district}: ${count} gaps in the roster of the next 14 days`,
    remedy: `${told.join('; ')}${more ? ' and more' : ''}. All of them: GET /api/v1/roster/gaps`,
  }),
  gap: ({ from, to, where, name }, noChannel) =>
    `${from} to ${to} ${where}“${name}”: ${noChannel === undefined ? 'nobody on duty' : `no way to reach ${noChannel}`}`,
  consoles: (count) => `${count} duty pages are open`,
  noConsole: { says: 'No duty page is open', remedy: 'Let the duty officer open the console and sign in' },
  canaryWell: (ms, at) => `The test call came through in ${ms} ms (${at})`,
  canary: (lost) => ({
    says: lost ? 'The last test call did not come through' : 'No test call has come back yet',
    remedy:
      'There is one each minute, repeated after some seconds; if it goes on, look at the broker and the dispatcher',
  }),
  notifierSilent: {
    says: 'The notifier has no beat: nobody is told but by the app, and alarms of the system reach nobody outside',
    remedy: 'It is started again by itself; if it goes on, see DATA_DIR/logs/notifier.log',
  },
  channel: channelsInEnglish,
  channelUnused: (name) => `${name}: no gateway, and no policy uses it`,
  channelRecorded: (name, districts, setting) => ({
    says: `${name}: no gateway, so it is written down and not sent (the policy of ${districts.join(', ')} uses it)`,
    remedy: `Set ${setting} (docs/connecting-a-gateway.md); what was written down: yjt outbox`,
  }),
  channelFails: (name, why, waiting) => ({
    says: `${name}: the gateway does not take it (${why}), ${waiting} wait`,
    remedy: 'See to the address, secret and credit of that gateway; what waits is sent once it works',
  }),
  channelWell: (name, tried) =>
    tried ? `${name}: the gateway works` : `${name}: a gateway is set and has not been used since the start`,
  heartbeatWell: (tried) => (tried ? 'The outbound heartbeat is taken' : 'The outbound heartbeat has just begun'),
  heartbeatOff: {
    says: 'No outbound heartbeat is set: nobody would learn that this host has died',
    remedy: 'Set up a monitor elsewhere and name it in YJT_HEARTBEAT_URL',
  },
  heartbeatFails: {
    says: 'The outbound heartbeat is not taken',
    remedy: 'See to YJT_HEARTBEAT_URL and the way out of this network',
  },
  heartbeatWithheld: {
    says: 'Something is wrong, so the outbound heartbeat is withheld and its monitor will alarm',
    remedy: 'See to the other faults on this page first',
  },
};

export const checksWording: Readonly<Record<'zh' | 'en', ChecksWording>> = { zh, en };
