// What yjt says of one person's data.

const zh = {
  resident: {
    title: '个人资料（依《个人信息保护法》第四十五条提供）',
    home: '住所与进门方式',
    devices: '设备',
    lived: '居住',
    incidents: (count: number) => `呼叫与处置：${count} 起`,
    looked: (count: number) => `谁看过、改过：${count} 次`,
    written: (file: string) => `已写入 ${file}（只有本用户可读），请当面或加密交给本人。`,
    erased: (id: string, home: string, texts: number) =>
      `已删除 ${id}：此人资料与 ${texts} 起警情的文字、位置不再保存；警情编号与统计保留。${home} 的按键照常可用，按下时按“姓名不详”派警。`,
    backups: '以前的备份里还有此人：恢复时会按 keys/erased.jsonl 再次删除，请让它与密钥一同保存；过期的备份请销毁。',
    back: (id: string) => `${id} 可由下次导入恢复。`,
    removed: (fields: string) => `据此保存的资料已删除：${fields}`,
    fields: {
      id: '编号',
      checkIns: '平安签到记录',
      name: '姓名',
      gender: '性别',
      birthYear: '出生年',
      home: '住所',
      livesAlone: '独居',
      language: '语言',
      cannotTalk: '不能通话',
      away: '外出',
      conditions: '健康情况',
      mobility: '行动',
      phone: '电话',
      contacts: '联系人',
      card: '卡号',
      doorCard: '一卡通',
      checkIn: '平安签到',
      consents: '同意',
      courtyard: '院落',
      building: '楼栋',
      unit: '单元',
      door: '门号',
      access: '进门方式',
      doorCode: '门内编码',
    } as Readonly<Record<string, string>>,
  },
};

const en: typeof zh = {
  resident: {
    title: 'Personal data (given under article 45 of the PIPL)',
    home: 'Home and way in',
    devices: 'devices',
    lived: 'lived',
    incidents: (count) => `Calls and what was done: ${count}`,
    looked: (count) => `Who looked or changed: ${count}`,
    written: (file) => `Written to ${file} (this user only): hand it over in person, or encrypted.`,
    erased: (id, home, texts) =>
      `${id} was erased: who they are, and the words and positions of ${texts} incidents, are gone; ids and figures stand. The buttons of ${home} go on, and whoever presses there is helped as an unknown person.`,
    backups:
      'Backups of before still hold them: a restore erases them again by keys/erased.jsonl, so keep it with the keys; destroy backups that have had their time.',
    back: (id) => `The next import may hold ${id} again.`,
    removed: (fields) => `What was kept because of it was removed: ${fields}`,
    fields: {} as Readonly<Record<string, string>>,
  },
};

export const residents = { zh, en };
