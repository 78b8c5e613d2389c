// What each alarm of the system means and what to do about it, in both languages: one table for console, doctor and gateway.
import type { Alarm, AlarmCode } from '../contracts/system/alarms.ts';
import { problemSays, unsoundInChinese } from './problems.ts';

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
  receiver: { zh: '外部设备接入', en: 'receiver' },
  office: { zh: '记录与统计', en: 'office' },
  'devices-sim': { zh: '模拟人员', en: 'simulator' },
  redis: { zh: '存储', en: 'store' },
};
const nameOf = (process: string, language: Language): string => processes[process]?.[language] ?? process;

const leftZh = (days: string | number): string => (Number(days) < 0 ? '已到期' : `还剩 ${days} 天`);
const leftEn = (days: string | number): string => (Number(days) < 0 ? 'it has ended' : `${days} days left`);

const refusedZh: Readonly<Record<string, string>> = {
  signature: '签名不对',
  secret: '地址里的密钥不对',
  too_long: '消息太长',
};
const refusedEn: Readonly<Record<string, string>> = {
  signature: 'wrong signature',
  secret: 'wrong secret in the address',
  too_long: 'too long a message',
};

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
  store_not_kept: () => ({
    says: 'Redis 没有开启 AOF：它一重启，所有呼叫、人员与设备都会丢失',
    remedy: '请立即在 Redis 上设 appendonly yes、appendfsync always，并写入它的配置文件',
  }),
  intake_refused: (_, { why = '' }) => ({
    says: `${why === 'memory' ? '内存' : '磁盘'}快用完：暂停接收新呼叫，未结警情照常处置`,
    remedy: '请立即腾出空间，恢复后自动重新接收；期间请启用电话值守',
  }),
  device_floods: (subject, { merged = '' }) => ({
    says: `设备 ${subject} 的按键来得太快：已有 ${merged} 次合并计数，每秒仍会送达一次，其他住户不受影响`,
    remedy: '请打电话或上门确认住户是否平安；若是设备故障或密码外泄，请给该设备重新发放密码',
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
  incident_unreadable: (subject, { home = '' }) => ({
    says: `有一起警情的记录读不出来（${home === '' ? subject : `住户 ${home}，${subject}`}）`,
    remedy: '请立即核实该住户是否有人处置；值班台可能另有一条“无法识别的信息”。请联系系统管理员修复记录（见运维手册）',
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
  registry_unsound: (subject, { at = '', reason = '', rows }) =>
    rows === undefined
      ? {
          says: `辖区 ${subject} 的资料无法使用（原因见日志），仍按上一份正常的资料运行`,
          remedy: '请运行 yjt undo import 恢复上次导入之前的资料，改正文件后重新导入',
        }
      : {
          says: `辖区 ${subject} 有 ${rows} 条资料无法使用，已略去，其余照常：${at}：${unsoundInChinese(String(reason))}`,
          remedy: '请改正文件中的这一条后重新导入（yjt import 会逐条指出），或运行 yjt undo import',
        },
  policy_unfit: (subject, { at = '', reason = '', refused = 0 }) => ({
    says: refused
      ? `辖区 ${subject} 定于 ${at} 生效的处置策略没有生效，仍按原来的执行：${problemSays(String(reason), 'zh')}`
      : `辖区 ${subject} 定于 ${at} 生效的处置策略到时不能生效：${problemSays(String(reason), 'zh')}`,
    remedy: '请社区干部到管理台“处置策略”页查看原因，改好后重新定时，或取消',
  }),
  clear_doors: (_, { host = '' }) => ({
    says: `其他机器可以不加密地连进来（${host}）：密码和住户信息可能在网络上被看到`,
    remedy:
      '按键照常工作。请系统管理员改用 HTTPS 和 8883 端口后设 YJT_CLEAR_OK=no；确实需要不加密则设 YJT_CLEAR_OK=yes（见运维手册）',
  }),
  certificate_ending: (subject, { days = '', count = 0, login = '' }) =>
    subject.startsWith('login/')
      ? {
          says: `${count} 个设备的证书即将到期，最早的是 ${login}（${leftZh(days)}）`,
          remedy: '到期后该设备按了也连不上。请用 yjt certs issue 换发新证书并装到设备上',
        }
      : {
          says: `${subject} 的证书即将到期（${leftZh(days)}）`,
          remedy:
            subject === 'ca.crt'
              ? '请用 yjt certs rotate 换发根证书，并更新各设备'
              : '请检查证书的自动续期；自有证书用 yjt certs renew 换发',
        },
  certificate_unusable: (subject, { error = '' }) => ({
    says: `${subject} 的证书无法使用（${error}）`,
    remedy: '只用加密连接的设备可能连不上。请修复该文件或设置，然后重新启动；自有证书用 yjt certs renew 换发',
  }),
  version_behind: (subject, { kind = '' }) => ({
    says: `分片 ${subject} 里有新版本程序写入的内容（${kind}），本版本的调度程序看不懂，已让给新版本处理；10 秒内无人接手就请值班员过目`,
    remedy: '请把所有 dispatcher 升级到同一新版本；升级后警报自动消除',
  }),
  stored_unreadable: (subject, { count = '', example = '' }) => ({
    says: `存储中有 ${count} 条读不出来（${subject}，例如 ${example}），按没有处理；相关的人或设备可能登录不了`,
    remedy: '请重新建立这些账户、设备登录或重新导入资料；原因不明请检查磁盘，必要时从备份恢复',
  }),
  fields_locked: (subject, { documents = 0, why = '' }) => ({
    says: `辖区 ${subject} 的个人资料缺少密钥${why === '' ? '' : `（${why}）`}：${documents} 份资料的病情、门钥、电话等显示为已锁；呼叫与派警照常`,
    remedy:
      '请把密钥文件放回原处（YJT_KEY_FILE，默认 DATA_DIR/keys/fields.keys）或修复 YJT_KEY_COMMAND；放回后自动恢复，无需重启',
  }),
  books_away: (_, { why = '' }) => ({
    says: `警情记录库打不开，历史与统计暂时查不到；呼叫与派警不受影响${why === '' ? '' : `（${why}）`}`,
    remedy: '会自动重试并补齐；一直不恢复，请检查磁盘或 DATABASE_URL，或运行 yjt records rebuild 重建',
  }),
  source_silent: (_, { name = '', minutes = '' }) => ({
    says: `接入来源“${name}”已有 ${minutes} 分钟没有消息：它后面的设备可能都按不出来`,
    remedy: '请检查网关的电源和网络，或联系平台厂家；恢复前请给这些住户打电话',
  }),
  source_refused: (_, { name = '', why = '' }) => ({
    says: `来自“${name}”的消息被拒收（${refusedZh[why] ?? why}）：真实呼叫可能也进不来`,
    remedy: '请核对厂家密钥与推送地址，改正后请试按一次',
  }),
  source_not_open: (_, { name = '', why = '' }) => ({
    says: `接入来源“${name}”打不开（${why}）：它后面的设备都按不出来`,
    remedy: '请核对地址、端口和密钥；系统每十秒再试一次',
  }),
  device_unclear: (_, { name = '', device = '', word = '' }) => ({
    says: `“${name}”的设备 ${device} 发来看不懂的内容（${word}）`,
    remedy: '请打电话或上门看一下；然后在“名册 › 接入来源”里看原文',
  }),
  gateway_down: (_, { name = '', gateway = '' }) => ({
    says: `网关 ${gateway}（${name}）已断开：挂在它下面的按钮都按不出来`,
    remedy: '请检查网关的电源和网络；恢复前请给这些住户打电话',
  }),
  checkins_unknown: (_, { people = '' }) => ({
    says: `${people} 位住户今天的平安签到收不到（设备或网关不通），或未签到的人太多、还没轮到派人：不知道他们是否平安`,
    remedy: '请打开“平安签到”，给这些住户逐一打电话，通了就点“已联系上”',
  }),
  checkins_stopped: (_, { minutes = '' }) => ({
    says: `平安签到已经 ${minutes} 分钟没有检查：没签到的住户没有人知道`,
    remedy: '请重启系统，再看日志里“worlds”的报错；这段时间请按名册给住户打电话',
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
  store_not_kept: () => ({
    says: 'Redis keeps nothing on disk: when it starts again every call, person and device is gone',
    remedy: 'Set appendonly yes and appendfsync always on it at once, and in its configuration file',
  }),
  intake_refused: (_, { why = '' }) => ({
    says: `${why === 'memory' ? 'Memory' : 'Disk'} nearly full: new presses are refused, open incidents go on`,
    remedy: 'Make room at once, it resumes by itself; man the telephone meanwhile',
  }),
  device_floods: (subject, { merged = '' }) => ({
    says: `Device ${subject} presses too fast: ${merged} presses were merged and counted; it is still heard once a second, others are not affected`,
    remedy: 'Call or visit the resident; if the device is broken or its password was stolen, give it a new one',
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
  incident_unreadable: (subject, { home = '' }) => ({
    says: `The record of an incident cannot be read (${home === '' ? subject : `home ${home}, ${subject}`})`,
    remedy:
      'Make sure now that somebody looks after that home; an “unreadable input” in the queue may name it too. Have the record repaired (operating handbook)',
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
  registry_unsound: (subject, { error = '', rows }) =>
    rows === undefined
      ? {
          says: `The documents of ${subject} cannot be used (${error}); the last good ones are still in use`,
          remedy:
            'Run yjt undo import to restore the documents from before the last import, mend the files and import again',
        }
      : {
          says: `${rows} of the documents of ${subject} cannot be used and are left out, all others are in use: ${error}`,
          remedy: 'Mend this row in the files and import again (yjt import names each), or run yjt undo import',
        },
  policy_unfit: (subject, { at = '', reason = '', refused = 0 }) => ({
    says: refused
      ? `The policy of ${subject} planned for ${at} has not taken effect, the one before goes on: ${reason}`
      : `The policy of ${subject} planned for ${at} cannot take effect: ${reason}`,
    remedy:
      'A community officer looks at the reason in the office, under Policy, mends it and plans it anew, or cancels it',
  }),
  clear_doors: (_, { host = '' }) => ({
    says: `Other machines come in without TLS (${host}): passwords and residents’ data can be read on the way`,
    remedy:
      'Buttons work as before. Let the administrator move to HTTPS and port 8883, then set YJT_CLEAR_OK=no; where it is meant so, YJT_CLEAR_OK=yes (operating manual)',
  }),
  certificate_ending: (subject, { days = '', count = 0, login = '' }) =>
    subject.startsWith('login/')
      ? {
          says: `Certificates of ${count} devices end soon, first that of ${login} (${leftEn(days)})`,
          remedy: 'After that the device presses in vain: make a new one with yjt certs issue and put it on the device',
        }
      : {
          says: `The certificate of ${subject} ends soon (${leftEn(days)})`,
          remedy:
            subject === 'ca.crt'
              ? 'Begin with a new authority (yjt certs rotate) and give it to the devices'
              : 'See why it is not renewed; one of our own authority is made anew by yjt certs renew',
        },
  certificate_unusable: (subject, { error = '' }) => ({
    says: `The certificate of ${subject} cannot be used (${error})`,
    remedy:
      'Devices that come by TLS only may be locked out: mend the file or the setting and start again; one of our own authority is made anew by yjt certs renew',
  }),
  version_behind: (subject, { kind = '' }) => ({
    says: `The shard ${subject} holds an input of a newer program (${kind}) that this dispatcher does not know: it is left to a newer one, and shown to the officer if none takes it within 10 s`,
    remedy: 'Bring every dispatcher to the newer version; the alarm ends by itself then',
  }),
  stored_unreadable: (subject, { count = '', example = '' }) => ({
    says: `${count} stored values cannot be read (${subject}, such as ${example}) and count as absent: whoever they belong to may not get in`,
    remedy:
      'Make those accounts or logins again, or import again; look at the disk if the cause is unknown, and restore a backup if need be',
  }),
  fields_locked: (subject, { documents = 0, why = '' }) => ({
    says: `The key of personal data of ${subject} is missing${why === '' ? '' : ` (${why})`}: illnesses, keys and phones of ${documents} documents are shown as locked; presses and offers go on`,
    remedy:
      'Put the key file back (YJT_KEY_FILE, by default DATA_DIR/keys/fields.keys) or mend YJT_KEY_COMMAND; all is there again without a restart',
  }),
  books_away: (_, { why = '' }) => ({
    says: `The books cannot be opened: no history and no figures for now; presses and dispatch go on${why === '' ? '' : ` (${why})`}`,
    remedy:
      'It is tried again and catches up by itself; if it stays so, check the disk or DATABASE_URL, or run yjt records rebuild',
  }),
  source_silent: (_, { name = '', minutes = '' }) => ({
    says: `nothing has come from "${name}" for ${minutes} minutes: the devices behind it may call in vain`,
    remedy: 'check power and network of the gateway, or ask its vendor; until then telephone these homes',
  }),
  source_refused: (_, { name = '', why = '' }) => ({
    says: `what comes from "${name}" is refused (${refusedEn[why] ?? why}): calls may be among it`,
    remedy: 'compare the vendor’s secret and the address it posts to, then press once',
  }),
  source_not_open: (_, { name = '', why = '' }) => ({
    says: `the source "${name}" cannot be opened (${why}): no device behind it can call`,
    remedy: 'check address, port and secret; it is tried again every ten seconds',
  }),
  device_unclear: (_, { name = '', device = '', word = '' }) => ({
    says: `device ${device} of "${name}" sent what cannot be read (${word})`,
    remedy: 'telephone or go there; then look at the message under Registry › Sources of devices',
  }),
  gateway_down: (_, { name = '', gateway = '' }) => ({
    says: `gateway ${gateway} of "${name}" is down: no button behind it can call`,
    remedy: 'check its power and network; until then telephone these homes',
  }),
  checkins_unknown: (_, { people = '' }) => ({
    says: `the daily sign of life of ${people} residents cannot be heard (device or gateway), or so many are missed that nobody goes to them yet: nobody knows how they are`,
    remedy: 'open Check-ins, telephone each of them, and tick who was reached',
  }),
  checkins_stopped: (_, { minutes = '' }) => ({
    says: `Daily signs of life have not been looked at for ${minutes} minutes: nobody knows who is missing`,
    remedy: 'Start the system again and look into the log for errors of “worlds”; meanwhile telephone the residents',
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
