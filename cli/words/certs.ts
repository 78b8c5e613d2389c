// What yjt says of certificates.

const zh = {
  certs: {
    authority: '根证书',
    server: '服务',
    none: '还没有凭证书登录的设备。',
    twoTrusted: '新旧两个根证书都有效：设备都换好后运行 yjt certs retire。',
    noLogin: (login: string) => `“${login}” 不能作登录名。`,
    issued: (login: string, until: string) => `${login} 可以凭证书登录，至 ${until}；装到设备上的文件：`,
    ownKey: '设备上的私钥',
    notWritten: (folder: string, why: string) => `${folder} 写不进去（${why}），没有做任何改动。`,
    badRequest: (file: string, why: string) => `${file} 不是可用的证书请求（${why}）。`,
    noAuthority: (folder: string) =>
      `${folder} 里没有根证书：请在运行系统的那台机器上执行，用 DATA_DIR 指明数据目录；第一次 npm start 会生成。`,
    renewed: '服务的证书已重做，几秒内生效；已连接的不受影响。',
    retireFirst: '上一个根证书还没有停用：设备都换好后先运行 yjt certs retire。',
    rotated:
      '已换新的根证书，旧的仍然有效。请给各设备重发证书（yjt certs issue），并换上新的 ca.crt，然后运行 yjt certs retire。',
    nothingToRetire: '只有一个根证书，没有可停用的。',
    left: (count: number, logins: string) =>
      `还有 ${count} 个设备只有旧根证书发的证书，停用后连不上：${logins}。请先给它们重发，或加 --force。`,
    retired: '旧的根证书已停用：只信任它的设备不再能连接。',
  },
};

const en: typeof zh = {
  certs: {
    authority: 'authority',
    server: 'doors',
    none: 'No login may come by a certificate yet.',
    twoTrusted: 'Two authorities are trusted: run yjt certs retire when all devices have changed.',
    noLogin: (login) => `"${login}" cannot be a login.`,
    issued: (login, until) => `${login} may log in by its certificate, until ${until}; files for the device:`,
    ownKey: 'THE-KEY-ON-THE-DEVICE',
    notWritten: (folder, why) => `${folder} cannot be written (${why}); nothing was changed.`,
    badRequest: (file, why) => `${file} is no certificate request that can be used (${why}).`,
    noAuthority: (folder) =>
      `There is no authority in ${folder}: run this on the machine of the system and name its data with DATA_DIR; the first npm start makes one.`,
    renewed: 'The certificate of the doors was made anew and is served within seconds; connections go on.',
    retireFirst:
      'The authority before has not been retired: when all devices have changed, run yjt certs retire first.',
    rotated:
      'There is a new authority, and the old one counts too. Make new certificates for the devices (yjt certs issue), put the new ca.crt on them, then run yjt certs retire.',
    nothingToRetire: 'There is one authority only: nothing to retire.',
    left: (count, logins) =>
      `${count} devices have certificates of the old authority only and could not come in: ${logins}. Make new ones first, or add --force.`,
    retired: 'The old authority is retired: devices that trust it alone cannot come in any more.',
  },
};

export const certs = { zh, en };
