// What yjt says of the system that it speaks with, and of what it cannot do.

const zh = {
  notRunning: (path: string) =>
    `没有找到运行中的系统（没有 ${path}）：请先运行 npm start，或用 DATA_DIR 或 YJT_URL 指明它在哪里。`,
  notYours: (path: string) => `无权读取 ${path}：请用运行系统的那个用户执行，或用 YJT_URL 和 YJT_TOKEN 连接。`,
  broken: (path: string) => `${path} 已损坏：请重新运行 npm start，它会重新写好。`,
  noUrl: (url: string) => `YJT_URL 不是网址：${url}；应形如 http://localhost:8080。`,
  noToken: '设了 YJT_URL 还需要 YJT_TOKEN：请向管理员要一个令牌（yjt token create --role administrator）。',
  noAnswer: (url: string) => `系统没有应答（${url}）：请先运行 npm start；若已在运行，用 yjt doctor 查看。`,
  notOurs: (url: string, status: number) => `${url} 的应答不是一键通（HTTP ${status}）：请核对 PORT 或 YJT_URL。`,
  wrongToken: '令牌无效或已过期：若设了 YJT_TOKEN 请换一个；否则重新运行 npm start，它会写好新的令牌。',
  otherVersion: '系统的应答与本命令行的版本不符：请重新运行 npm start，让两者出自同一份源码。',
  severity: { error: '错误', warning: '提醒' },
  nothingChanged: '没有做任何改动。',
  imported: (district: string) => `已导入 ${district}：`,
  importUndone: (district: string) => `${district} 已恢复为上次导入之前的资料：`,
  invented: '（虚构）',
  noResidents: '没有找到居民。',
  columns: {
    residents: ['编号', '姓名', '住址', '设备'],
    incidents: ['编号', '级别', '状态', '种类', '接警时间', '居民', '地点', '人员'],
    accounts: ['用户名', '姓名', '角色', '人员 / 范围', ''],
    sessions: ['编号', '种类', '角色', '姓名', '是谁', '何时', '有效至'],
    audit: ['时间', '谁', '角色', '地址', '做了什么', '对象', '说明'],
    outbox: ['时间', '通道', '种类', '电话', '内容'],
    checks: { ok: '正常', warning: '注意', failed: '故障' },
  },
};

const en: typeof zh = {
  notRunning: (path) =>
    `No running system found (no ${path}): run npm start first, or say where it is with DATA_DIR or YJT_URL.`,
  notYours: (path) =>
    `${path} may not be read: run this as the user who runs the system, or set YJT_URL and YJT_TOKEN.`,
  broken: (path) => `${path} is broken: run npm start again, it writes a new one.`,
  noUrl: (url) => `YJT_URL is no address: ${url}; it looks like http://localhost:8080.`,
  noToken: 'YJT_URL needs YJT_TOKEN beside it: ask an administrator for one (yjt token create --role administrator).',
  noAnswer: (url) => `The system does not answer (${url}): run npm start first; if it is running, see yjt doctor.`,
  notOurs: (url, status) => `What answers at ${url} is not 一键通 (HTTP ${status}): check PORT or YJT_URL.`,
  wrongToken:
    'The token is not valid or has expired: set another YJT_TOKEN; without one, run npm start again, it writes a new token.',
  otherVersion:
    'The system is of another version than this yjt: run npm start again so that both come from the same sources.',
  severity: { error: 'error', warning: 'warning' },
  nothingChanged: 'Nothing was changed.',
  imported: (district) => `Imported ${district}:`,
  importUndone: (district) => `${district} is as it was before its last import:`,
  invented: ' (invented)',
  noResidents: 'No resident found.',
  columns: {
    residents: ['id', 'name', 'address', 'devices'],
    incidents: ['id', 'prio', 'state', 'kind', 'received', 'resident', 'place', 'people'],
    accounts: ['Login', 'Name', 'Role', 'Responder / area', ''],
    sessions: ['Id', 'Kind', 'Role', 'Name', 'Who', 'Since', 'Until'],
    audit: ['time', 'who', 'role', 'address', 'what', 'about', 'words'],
    outbox: ['time', 'channel', 'kind', 'telephone', 'text'],
    checks: { ok: 'ok', warning: 'warning', failed: 'FAILED' },
  },
};

export const system = { zh, en };
