// What yjt says of the books of the office.

const zh = {
  records: {
    onlyRebuild: 'records 之后只能是 rebuild，或什么都不写',
    current: (until: string) => `记录完整，截至 ${until}。`,
    catching_up: () => '记录正在补齐；呼叫与派警不受影响。',
    rebuilding: () => '记录正在重建；呼叫与派警不受影响。',
  },
};

const en: typeof zh = {
  records: {
    onlyRebuild: 'after records there may be rebuild, or nothing',
    current: (until) => `The books hold everything up to ${until}.`,
    catching_up: () => 'The books are catching up; presses and dispatch go on.',
    rebuilding: () => 'The books are being made anew; presses and dispatch go on.',
  },
};

export const records = { zh, en };
