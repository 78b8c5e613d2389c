// What yjt says of devices, accounts and sessions.

const zh = {
  deviceAdded: (device: string) => `设备 ${device} 可以使用了。密码只显示这一次，之前的密码已失效。`,
  toPress: '按一下：',
  toListen: '听回话：',
  username: '用户名',
  password: '密码',
  loginReplaced: '密码只显示这一次，之前的登录已失效；若此人原由系统模拟，从现在起由真人接替。',
  shownOnce: '只显示这一次。',
  accountAdded: (login: string) => `请把链接交给本人：打开后自己设密码，以后用 ${login} 和密码登录。链接只显示这一次。`,
  accountRemoved: (login: string) => `${login} 已停用，其登录全部失效。`,
  factorsReset: (login: string) => `${login} 的验证器、通行密钥和恢复码已清除，密码不变；本人下次登录时会看到提示。`,
  identitySet: (login: string, who: string | undefined) =>
    who === undefined ? `${login} 不再对应统一登录中的任何人。` : `${login} 在统一登录中是 ${who}。`,
  areaSet: (login: string, area: string | undefined) =>
    area === undefined ? `${login} 的权限及于整个社区。` : `${login} 的权限只限于 ${area}，已打开的页面也一样。`,
  whichArea: '请给出 --grid、--courtyard，或 --all',
  whichIdentity: '请给出 --subject、--email 或 --none',
  secondFactor: '有第二种验证方式',
  noAccounts: '还没有登录人员：用 yjt account add 建一个。',
  noPassword: '尚未设密码',
  validUntil: (until: string) => `有效至 ${until}（辖区时间）`,
  untilEnded: (id: string) => `一直有效，直到停用：yjt session end ${id}`,
  sessionKinds: { session: '登录', token: '令牌', link: '未用的链接' },
  noEnd: '直到停用',
  noSessions: '现在没有人登录。',
  sessionEnded: (id: string) => `${id} 已停用。`,
  loginEnded: (id: string) => `${id} 的登录已停用，几秒内断开；需要时再发新的。`,
  nightDesk: {
    hall: '现在由大厅值守。',
    held: (name: string, id: string, until: string) =>
      `夜间值守：${name}（${id}），至 ${until}（辖区时间）。大厅视为无人值守；交回：yjt night-desk --back`,
    toWhom: '交给谁？--until 要和 --to 一起给出。',
  },
};

const en: typeof zh = {
  deviceAdded: (device) => `Device ${device} is ready. The password is shown only now; an earlier one has ended.`,
  toPress: 'Press:',
  toListen: 'Listen:',
  username: 'user name',
  password: 'password',
  loginReplaced:
    'The password is shown only now; an earlier login has ended. A simulated person is a real one from now on.',
  shownOnce: 'Shown only now.',
  accountAdded: (login) =>
    `Give the link to the person: they choose their own password behind it and use ${login} from then on. It is shown once.`,
  accountRemoved: (login) => `${login} has ended, with all its sessions.`,
  factorsReset: (login) =>
    `App, passkeys and recovery codes of ${login} are gone; the password stays, and they are told when they are next in.`,
  identitySet: (login, who) =>
    who === undefined
      ? `${login} is nobody at the sign-in provider any more.`
      : `${login} is ${who} at the sign-in provider.`,
  areaSet: (login, area) =>
    area === undefined
      ? `The rights of ${login} reach over the whole community.`
      : `The rights of ${login} end at ${area}, on pages that are open too.`,
  whichArea: 'give --grid, --courtyard or --all',
  whichIdentity: 'give --subject, --email or --none',
  secondFactor: 'second factor',
  noAccounts: 'No logins yet: make one with yjt account add.',
  noPassword: 'no password yet',
  validUntil: (until) => `valid until ${until} (time of the district)`,
  untilEnded: (id) => `valid until it is ended: yjt session end ${id}`,
  sessionKinds: { session: 'session', token: 'token', link: 'unused link' },
  noEnd: 'until ended',
  noSessions: 'Nobody is signed in.',
  sessionEnded: (id) => `${id} has ended.`,
  loginEnded: (id) =>
    `The login of ${id} has ended; it is disconnected within seconds. Make another when it is needed.`,
  nightDesk: {
    hall: 'The hall has the desk.',
    held: (name, id, until) =>
      `Night desk: ${name} (${id}), until ${until} (time of the district). The hall counts as empty; take it back: yjt night-desk --back`,
    toWhom: 'hand it to whom? --until goes with --to',
  },
};

export const logins = { zh, en };
