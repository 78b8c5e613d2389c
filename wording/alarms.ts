// What each alarm of the system means and what to do about it, in both languages: one table for console, doctor and gateway.
import type { Alarm, AlarmCode } from '../contracts/alarms.ts';

export type Language = 'zh' | 'en';
/** `says`: what is the matter. `remedy`: what the reader can do. */
export type Explained = { says: string; remedy: string };

type Figures = Alarm['figures'];
type Rule = (subject: string, figures: Figures) => Explained;

const processes: Readonly<Record<string, { zh: string; en: string }>> = {
  broker: { zh: '按键接入', en: 'broker' },
  dispatcher: { zh: '派警', en: 'dispatcher' },
  'dispatcher-standby': { zh: '备用派警', en: 'standby dispatcher' },
  console: { zh: '控制台服务', en: 'console' },
  notifier: { zh: '外部通知', en: 'notifier' },
  auditor: { zh: '自查', en: 'auditor' },
  'devices-sim': { zh: '模拟人员', en: 'simulator' },
  redis: { zh: '存储', en: 'store' },
};
const nameOf = (process: string, language: Language): string => processes[process]?.[language] ?? process;

const zh: Record<AlarmCode, Rule> = {
  process_down: (subject, { how = '' }) => ({
    says: `“${nameOf(subject, 'zh')}”进程中断${how === 'hung' ? '（没有反应）' : ''}，正在自动重启`,
    remedy: '一般数秒内自行恢复；一分钟仍未恢复，请联系系统管理员查看日志',
  }),
  store_down: () => ({
    says: '存储中断：新呼叫暂时收不进来，按键会自动重发',
    remedy: '一般数秒内自行恢复；期间请留意电话。一分钟仍未恢复，请联系系统管理员',
  }),
  dispatcher_silent: () => ({
    says: '派警进程没有心跳：呼叫已保存，但暂时无人派警',
    remedy: '备用进程会在数秒内接管；若持续，请按值班电话人工派人，并联系系统管理员',
  }),
  canary_dead: (_, { missed = 2 }) => ({
    says: `自检呼叫连续 ${missed} 次没有走通：真实呼叫可能也走不通`,
    remedy: '请立即用一个按键试按；不通则启用电话值守，并联系系统管理员',
  }),
  no_console: (_, { seconds = 60 }) => ({
    says: `已有 ${seconds} 秒没有打开的值班页面`,
    remedy: '请值班员打开控制台并登录',
  }),
  disk_low: (_, { usedPercent = '', free = '' }) => ({
    says: `数据盘已用 ${usedPercent}%${free === '' ? '' : `，剩余 ${free}`}`,
    remedy: '请清理磁盘或扩容；写满之前会先停收新呼叫',
  }),
  memory_low: (_, { usedPercent = '' }) => ({
    says: `存储的内存已用 ${usedPercent}%`,
    remedy: '请调大 YJT_REDIS_MEMORY_MB，或缩短保留期限后等待归档',
  }),
  store_write_errors: (_, { error = '' }) => ({
    says: `存储写盘出错${error === '' ? '' : `（${error}）`}`,
    remedy: '请检查磁盘空间与磁盘健康；必要时换盘并从备份恢复',
  }),
  intake_refused: (_, { why = '' }) => ({
    says: `${why === 'memory' ? '内存' : '磁盘'}快用完：暂停接收新呼叫，未结警情照常处置`,
    remedy: '请立即腾出空间，恢复后自动重新接收；期间请启用电话值守',
  }),
  deadline_lag: (_, { seconds = '' }) => ({
    says: `有时限已过 ${seconds} 秒仍未处理`,
    remedy: '请直接联系应到场的人；若持续，请联系系统管理员',
  }),
  clock_drift: (_, { seconds = '' }) => ({
    says: `服务器时钟跳动 ${seconds} 秒`,
    remedy: '请检查服务器的对时服务（NTP）；派警时限不受影响',
  }),
  inbox_unreceipted: (subject, { name = subject, minutes = '' }) => ({
    says: `${name}的通知已 ${minutes} 分钟没有回执`,
    remedy: '请打电话确认对方是否知道',
  }),
  poison_input: () => ({ says: '有一条输入无法处理，已另立警情', remedy: '请在警情列表中查看“无法识别的信息”' }),
  input_undecided: (_, { seconds = '' }) => ({
    says: `有呼叫已保存 ${seconds} 秒仍未进入任何警情`,
    remedy: '请查看派警进程；用 yjt doctor 看详情',
  }),
  press_unbooked: (subject) => ({
    says: `有呼叫没有记在应属的警情里（${subject}）`,
    remedy: '请立即核实最近的呼叫是否都有人处置，并把此事报告系统管理员',
  }),
  incident_without_deadline: (subject) => ({
    says: `警情 ${subject} 没有下一步时限`,
    remedy: '请人工盯住这起警情直至结案，并把此事报告系统管理员',
  }),
  sent_untold: (subject) => ({
    says: `警情 ${subject} 有人已不必去却没人通知`,
    remedy: '请打电话告知对方，并把此事报告系统管理员',
  }),
  closed_without_human: (subject) => ({
    says: `警情 ${subject} 未经人工就结案`,
    remedy: '请核实住户是否安全，并把此事报告系统管理员',
  }),
  gateway_failing: (subject, { error = '' }) => ({
    says: `外部通知通道“${subject}”发不出去${error === '' ? '' : `（${error}）`}`,
    remedy: '请检查该网关的地址、密钥与余额；恢复后自动补发',
  }),
  delivery_refused: (subject, { error = '' }) => ({
    says: `外部通知网关拒收给“${subject}”的通知${error === '' ? '' : `（${error}）`}`,
    remedy: '请核对此人的电话号码，并打电话确认其是否知道',
  }),
  heartbeat_failing: () => ({
    says: '对外心跳发不出去：主机若宕机将无人知晓',
    remedy: '请检查 YJT_HEARTBEAT_URL 与外网连接',
  }),
};

const en: Record<AlarmCode, Rule> = {
  process_down: (subject, { how = '' }) => ({
    says: `The ${nameOf(subject, 'en')} process ${how === 'hung' ? 'hung' : 'ended'} and is being started again`,
    remedy: 'It heals within seconds; after a minute call the system administrator to look at the logs',
  }),
  store_down: () => ({
    says: 'The store is away: new presses cannot be taken, buttons send again by themselves',
    remedy: 'It heals within seconds; watch the telephone. After a minute call the system administrator',
  }),
  dispatcher_silent: () => ({
    says: 'The dispatcher does not beat: presses are stored, but nobody is sent',
    remedy: 'The standby takes over within seconds; if it lasts, send people by telephone and call the administrator',
  }),
  canary_dead: (_, { missed = 2 }) => ({
    says: `${missed} canaries in a row did not come through: real presses may not either`,
    remedy: 'Press a button to try at once; if it fails, man the telephone and call the system administrator',
  }),
  no_console: (_, { seconds = 60 }) => ({
    says: `No duty console has been open for ${seconds} s`,
    remedy: 'The officer on duty opens the console and signs in',
  }),
  disk_low: (_, { usedPercent = '', free = '' }) => ({
    says: `The data disk is ${usedPercent} % full${free === '' ? '' : `, ${free} left`}`,
    remedy: 'Free some space or enlarge the disk; before it is full, new presses are refused',
  }),
  memory_low: (_, { usedPercent = '' }) => ({
    says: `The store's memory is ${usedPercent} % used`,
    remedy: 'Raise YJT_REDIS_MEMORY_MB, or shorten the retention and wait for the archive',
  }),
  store_write_errors: (_, { error = '' }) => ({
    says: `The store has errors writing to disk${error === '' ? '' : ` (${error})`}`,
    remedy: 'Check the space and the health of the disk; replace it and restore a backup if need be',
  }),
  intake_refused: (_, { why = '' }) => ({
    says: `${why === 'memory' ? 'Memory' : 'Disk'} nearly full: new presses are refused, open incidents go on`,
    remedy: 'Make room at once, it resumes by itself; man the telephone meanwhile',
  }),
  deadline_lag: (_, { seconds = '' }) => ({
    says: `A deadline passed ${seconds} s ago and nobody acted`,
    remedy: 'Call whoever should be there; if it lasts, call the system administrator',
  }),
  clock_drift: (_, { seconds = '' }) => ({
    says: `The server's clock stepped by ${seconds} s`,
    remedy: 'Check the time service (NTP) of the server; deadlines are not affected',
  }),
  inbox_unreceipted: (subject, { name = subject, minutes = '' }) => ({
    says: `A message to ${name} has had no receipt for ${minutes} min`,
    remedy: 'Call them to make sure that they know',
  }),
  poison_input: () => ({
    says: 'An input could not be handled; it is an incident of its own now',
    remedy: 'Look at “unreadable input” in the queue',
  }),
  input_undecided: (_, { seconds = '' }) => ({
    says: `An input was stored ${seconds} s ago and is in no incident yet`,
    remedy: 'Look at the dispatcher; yjt doctor says more',
  }),
  press_unbooked: (subject) => ({
    says: `A press is not in the incident that it belongs to (${subject})`,
    remedy: 'Make sure at once that the latest presses are all being handled, and report this to the administrator',
  }),
  incident_without_deadline: (subject) => ({
    says: `Incident ${subject} has no next step`,
    remedy: 'Watch it by hand until it is closed, and report this to the system administrator',
  }),
  sent_untold: (subject) => ({
    says: `Somebody sent to incident ${subject} is no longer needed and is not told`,
    remedy: 'Call them, and report this to the system administrator',
  }),
  closed_without_human: (subject) => ({
    says: `Incident ${subject} was closed by no human`,
    remedy: 'Make sure that the resident is safe, and report this to the system administrator',
  }),
  gateway_failing: (subject, { error = '' }) => ({
    says: `The channel “${subject}” cannot deliver${error === '' ? '' : ` (${error})`}`,
    remedy: 'Check its address, key and credit; what waits is sent when it is back',
  }),
  delivery_refused: (subject, { error = '' }) => ({
    says: `The gateway refuses messages for “${subject}”${error === '' ? '' : ` (${error})`}`,
    remedy: 'Check their telephone number, and call them to make sure that they know',
  }),
  heartbeat_failing: () => ({
    says: 'The outbound heartbeat is not taken: nobody would learn that this host died',
    remedy: 'Check YJT_HEARTBEAT_URL and the way to the internet',
  }),
};

/** An alarm in words. */
export function explainAlarm(
  { code, subject, figures }: Pick<Alarm, 'code' | 'subject' | 'figures'>,
  language: Language,
): Explained {
  return (language === 'zh' ? zh : en)[code](subject, figures);
}
