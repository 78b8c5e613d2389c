// What yjt says while a device is installed.

const zh = {
  pair: {
    whose: '装在哪一户？请给出 --resident 或 --home；接着装已登记的一台，只给 --device。',
    what: '装的是什么？请给出 --address（别家设备），或 --own（直接连我们的设备）；看刚收到哪些地址：yjt device heard',
    where: '装在屋里哪里？请给出 --place，如 --place 床头',
    askWhose: '装在谁家？姓名、院落或居民编号：',
    askAddress: '按一下设备，再输入序号或厂家地址；直接回车再看一次：',
    askHere: (says: string) => `您现在就在 ${says} 吗？(y/n) `,
    askHeard: '听到或看到它的应答了吗？(y/n) ',
    askTold: '已经念给老人听，老人明白了吗？(y/n) ',
    askPlace: '装在屋里哪里？如 床头：',
    realPress: '注意：没有登记的按钮按下去也是真呼叫，先打电话告诉值班员。',
    nothingHeard: '最近一天没有收到没登记的地址。',
    heardColumns: ['厂家地址', '名字', '来源', '最近消息', '最近按下'],
    begun: (device: string, says: string) =>
      `已登记 ${device}，${says}；还没有装好。中断了可以接着装：yjt device pair --device ${device}`,
    login: (name: string, password: string) => `用户名 ${name}，密码 ${password}（只显示这一次）`,
    undecided: '测试时段已经交上去，系统还没有答复：请用 yjt doctor 看看派警是否在运行，再试一次；现在不要按。',
    pressNow: (until: string) => `现在请按一下。${until} 以前第一下算试按，第二下是真呼叫。`,
    notPressed: (device: string) => `没有收到 ${device} 的试按，还没有装好。`,
    other: (what: string, says: string) => `来的是别的按键：${what} ${says}`.trim(),
    came: (ms: number, battery: number | undefined) =>
      `收到了，试按成功；从收到到应答 ${ms} 毫秒${battery === undefined ? '' : `，电量 ${battery}%`}。`,
    unconfirmed: (device: string) =>
      `${device} 的试按收到了，还没有在现场确认，所以还没有装好：半小时内加上 --heard（听到应答）或 --told（已向老人讲清），再给 --place。`,
    installed: (device: string, says: string) => `${device} 装好了，${says}：从现在起按下就是真呼叫。`,
    interrupted: '没有回答，先停在这里；接着装：yjt device pair --device 设备号',
  },
};

const en: typeof zh = {
  pair: {
    whose: 'In whose home? Give --resident or --home; to go on with one that was begun, --device alone.',
    what: 'What is it? Give --address (another maker’s) or --own (speaks to us); what has just been heard: yjt device heard',
    where: 'Where in the home? Give --place, like --place bedside',
    askWhose: 'In whose home? A name, courtyard or id of a resident: ',
    askAddress: 'Press the device, then type its line or its address; Enter looks again: ',
    askHere: (says) => `Do you stand in ${says}? (y/n) `,
    askHeard: 'Have you heard or seen its answer? (y/n) ',
    askTold: 'Have you read it out, and have they understood? (y/n) ',
    askPlace: 'Where in the home? Like bedside: ',
    realPress: 'Mind: a button that nobody has registered calls for real; telephone the duty officer first.',
    nothingHeard: 'No unknown address was heard within a day.',
    heardColumns: ['address', 'name', 'source', 'heard', 'pressed'],
    begun: (device, says) =>
      `${device} is written down for ${says}; it is not installed. Go on after a break: yjt device pair --device ${device}`,
    login: (name, password) => `user name ${name}, password ${password} (shown once)`,
    undecided:
      'The test window is stored and not decided: see with yjt doctor whether a dispatcher works, then try again; do not press now.',
    pressNow: (until) => `Press it once now. Until ${until} the first press is a test, the second is real.`,
    notPressed: (device) => `No test press of ${device} came: it is not installed.`,
    other: (what, says) => `Another button was pressed: ${what} ${says}`.trim(),
    came: (ms, battery) =>
      `It came and was answered within ${ms} ms${battery === undefined ? '' : `, battery ${battery}%`}.`,
    unconfirmed: (device) =>
      `${device} was pressed, and nobody there has confirmed it, so it is not installed: within half an hour add --heard (its answer was heard) or --told (the resident was told), with --place.`,
    installed: (device, says) => `${device} is installed, ${says}: from now on a press is a real call.`,
    interrupted: 'No answer, so it stops here; go on: yjt device pair --device NUMBER',
  },
};

export const pair = { zh, en };
