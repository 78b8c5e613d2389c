// The heads of tables that leave as files, in both languages.

export const historyHead = {
  zh: [
    '编号',
    '时间',
    '类型',
    '级别',
    '状态',
    '网格',
    '院落',
    '门牌',
    '住户',
    '接警用时（秒）',
    '接单用时（秒）',
    '到场用时（秒）',
    '结束时间',
    '结果',
    '去的人',
    '呼叫次数',
  ],
  en: [
    'Number',
    'Opened',
    'Call',
    'Priority',
    'State',
    'Grid',
    'Courtyard',
    'Door',
    'Residents',
    'Acknowledged after (s)',
    'Accepted after (s)',
    'On scene after (s)',
    'Closed',
    'Outcome',
    'Who went',
    'Presses',
  ],
} as const satisfies Record<'zh' | 'en', readonly string[]>;

export const historyStates = {
  zh: { open: '处理中', closed: '已结束', merged: '已并入' },
  en: { open: 'open', closed: 'closed', merged: 'merged' },
} as const satisfies Record<'zh' | 'en', Record<'open' | 'closed' | 'merged', string>>;

/** The last line of a file that has not all of it. */
export const cutSays = {
  zh: (rows: number) => `只导出最近 ${rows} 条，其余请缩短时间范围再导出`,
  en: (rows: number) => `Only the latest ${rows} are in this file: take a shorter time for the others`,
} as const;

export const sheetNames = {
  zh: { history: '警情记录', figures: '统计', access: '查阅记录' },
  en: { history: 'Incidents', figures: 'Figures', access: 'Access log' },
} as const;

/** One line a figure: what is counted, of how many, in seconds where it is a time. */
export const figuresHead = {
  zh: ['项目', '值', '单位', '样本数', '目标', '说明'],
  en: ['Figure', 'Value', 'Unit', 'n', 'Target', 'Note'],
} as const satisfies Record<'zh' | 'en', readonly string[]>;

export const figureNames = {
  zh: {
    opened: '呼叫总数',
    merged: '其中并入其他警情',
    tests: '其中测试',
    drills: '其中演练',
    open: '尚未结束',
    median: '中位数',
    p90: '90% 不超过',
    slowest: '最慢',
    within: (step: string, seconds: number) => `${step}：${seconds} 秒内`,
    steps: { acknowledged: '呼叫到接警', accepted: '呼叫到有人接单', on_scene: '呼叫到到场', closed: '呼叫到结束' },
    seconds: '秒',
    share: '%',
    count: '次',
    load: (day: number, hour: number) =>
      `按键 ${'周一 周二 周三 周四 周五 周六 周日'.split(' ')[day] ?? day} ${hour} 时`,
    quarter: (at: string) => `按键 ${at}`,
    late: (number: number, at: string) => `超时接警 #${number} ${at}`,
    notAcknowledged: '没有接警',
    owed: '理由待补',
    noReason: '理由待补',
    erased: '已写明，文字已删除',
    drill: (number: number, at: string, step: string) => `演练 #${number} ${at} ${step}`,
    sample: (month: string, officer: string, number: number) => `复核 ${month} ${officer} #${number}`,
    notReviewed: '还没有复核',
  },
  en: {
    opened: 'Calls in all',
    merged: 'of these merged into another',
    tests: 'of these tests',
    drills: 'of these drills',
    open: 'still open',
    median: 'median',
    p90: '90 % within',
    slowest: 'slowest',
    within: (step: string, seconds: number) => `${step}: within ${seconds} s`,
    steps: {
      acknowledged: 'press to acknowledged',
      accepted: 'press to accepted',
      on_scene: 'press to on scene',
      closed: 'press to closed',
    },
    seconds: 's',
    share: '%',
    count: 'calls',
    load: (day: number, hour: number) => `presses ${'Mon Tue Wed Thu Fri Sat Sun'.split(' ')[day] ?? day} ${hour}h`,
    quarter: (at: string) => `presses ${at}`,
    late: (number: number, at: string) => `acknowledged late #${number} ${at}`,
    notAcknowledged: 'never acknowledged',
    owed: 'reasons owed',
    noReason: 'reason owed',
    erased: 'was given, its words are erased',
    drill: (number: number, at: string, step: string) => `drill #${number} ${at} ${step}`,
    sample: (month: string, officer: string, number: number) => `review ${month} ${officer} #${number}`,
    notReviewed: 'not reviewed yet',
  },
} as const;
