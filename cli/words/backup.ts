// What yjt says of backups and of the keys that open them.
import type { Counts } from '../../backup/manifest.ts';

const zh = {
  keys: {
    have: (from: string, current: string, count: number) => `个人资料的密钥：${from}，共 ${count} 把，现用 ${current}`,
    none: (from: string, why: string) =>
      `个人资料的密钥不在（${from}：${why}）：病情、门钥、电话等显示为已锁，呼叫与派警照常`,
    locked: (count: number) => `有 ${count} 份资料锁着：请放回旧密钥`,
    rotated: (count: number) => `已换新密钥，重新加密 ${count} 份资料，旧密钥仍可读`,
    copy: (from: string) => `请把新的密钥（${from}）另存一份，与备份分开存放：没有它，备份里的这些资料谁也打不开。`,
  },
  backup: {
    holds: (when: string, version: number, { districts, incidents, open, archived }: Counts) =>
      `备份于 ${when}（辖区时间），数据版本 ${version}：${districts} 个辖区，${incidents} 起警情（${open} 起未了结），归档 ${archived} 起`,
    made: (path: string, size: string) => `已备份到 ${path}（${size}），已签名、加密，并已核对。请存放到另一台机器上。`,
    madeUnread: (path: string, size: string) =>
      `已备份到 ${path}（${size}），已签名、加密；打开它的 backup.identity 不在此处，未能读回核对。`,
    keepKeys: (folder: string) => `在别的机器上恢复需要 ${folder} 里的密钥：请另存一份，与备份分开存放。`,
    inClear: '这是以前的备份，没有加密。',
    unsigned: '无法确认这份备份是本系统做的：没有签名，或此处没有核对签名的 backup-sign.pub。',
    noKeys: (folder: string) => `${folder} 不存在：加密的个人资料会显示为已锁，直到放回密钥文件。`,
    keysThere: (place: string, given: string) =>
      `${place} 已有密钥，${given} 不会写在它上面，未做任何更改。要用 ${place} 中的密钥，请去掉 --keys；要用 ${given}，请先将 ${place} 移到别处保存。`,
    restored: (place: string) => `已恢复到 ${place}。用 DATA_DIR=${place} npm start 启动。`,
    wouldRestore: (place: string) => `核对无误，可以恢复到 ${place}。没有写入任何内容（--dry-run）。`,
    exists: (path: string) => `${path} 已存在：请换一个文件名。`,
    file: {
      full: (path: string, _code: string) => `磁盘已满，${path} 没有写成：请换一个地方。`,
      unusable: (path: string, code: string) => `${path} 无法读写（${code}）：请核对路径与权限。`,
    },
    problem: {
      no_backup: (path: string, _file: string) => `${path} 不是一键通的备份，或出自更新的版本。没有做任何改动。`,
      cut_off: (path: string, _file: string) =>
        `${path} 不完整（传到一半断了）：请重新备份，或换一份。没有做任何改动。`,
      changed: (path: string, file: string) =>
        `${path} 中的 ${file} 与校验和不符：这份备份已损坏，请换一份。没有做任何改动。`,
      missing: (path: string, file: string) => `${path} 缺少 ${file}：这份备份不完整，请换一份。没有做任何改动。`,
      unexpected: (path: string, file: string) => `${path} 含有不该有的 ${file}：不予恢复。没有做任何改动。`,
      no_key: (path: string, _file: string) =>
        `${path} 是加密的，此处没有打开它的密钥：请用 --keys 指明存放 backup.identity 的文件夹，或把 keys 文件夹放进目标目录。没有做任何改动。`,
      wrong_key: (path: string, _file: string) =>
        `此处的 backup.identity 打不开 ${path}：请换用做这份备份时的密钥（--keys）。没有做任何改动。`,
      damaged: (path: string, _file: string) => `${path} 不完整或被改动过，无法打开：请换一份。没有做任何改动。`,
      bad_signature: (path: string, _file: string) =>
        `${path} 的签名不对：不是此系统做的备份，或被改动过，不予恢复。没有做任何改动。`,
      newer: (path: string, version: string) =>
        `${path} 的数据版本是 ${version}，比本程序新：请用做这份备份的程序版本恢复。没有做任何改动。`,
      not_empty: (_path: string, place: string) =>
        `${place} 不是空的：只能恢复到空目录，请用 --into 指定一个新的，或先把原来的移走。没有做任何改动。`,
    },
  },
};

const en: typeof zh = {
  keys: {
    have: (from, current, count) => `Keys of personal data: ${from}, ${count} of them, ${current} in use`,
    none: (from, why) =>
      `The key of personal data is missing (${from}: ${why}): illnesses, keys and phones are shown as locked, presses and offers go on`,
    locked: (count) => `${count} documents are locked: put the older key back`,
    rotated: (count) => `There is a new key; ${count} documents were sealed with it, the old ones stay readable`,
    copy: (from) =>
      `Keep a copy of the keys (${from}) elsewhere, apart from the backups: without it nobody opens this part of them.`,
  },
  backup: {
    holds: (when: string, version: number, { districts, incidents, open, archived }: Counts) =>
      `Made ${when} (time of the district), data version ${version}: ${districts} district(s), ${incidents} incidents (${open} not settled), ${archived} archived`,
    made: (path, size) =>
      `Backed up to ${path} (${size}), signed, encrypted and read back. Keep it on another machine.`,
    madeUnread: (path, size) =>
      `Backed up to ${path} (${size}), signed and encrypted; backup.identity, which opens it, is not here, so it was not read back.`,
    keepKeys: (folder) =>
      `To restore it on another machine you need the keys in ${folder}: keep a copy elsewhere, apart from the backups.`,
    inClear: 'This is a backup of before, not encrypted.',
    unsigned:
      'Nobody can say that this backup is ours: it has no signature, or backup-sign.pub is not here to check it.',
    noKeys: (folder) =>
      `${folder} does not exist: sealed personal data will be shown as locked until the key file is put there.`,
    keysThere: (place, given) =>
      `${place} has keys already, and ${given} is not written over them; nothing was changed. To use those in ${place}, leave out --keys; to use ${given}, first move ${place} elsewhere and keep it.`,
    restored: (place) => `Restored into ${place}. Start it with DATA_DIR=${place} npm start.`,
    wouldRestore: (place) => `All is well, it can be restored into ${place}. Nothing was written (--dry-run).`,
    exists: (path) => `${path} exists: choose another name.`,
    file: {
      full: (path, _code) => `The disk is full, ${path} was not written: choose another place.`,
      unusable: (path, code) => `${path} cannot be used (${code}): check the path and its permissions.`,
    },
    problem: {
      no_backup: (path, _file) => `${path} is no backup of ours, or one of a later version. Nothing was changed.`,
      cut_off: (path, _file) => `${path} is cut off: back up again, or take another one. Nothing was changed.`,
      changed: (path, file) =>
        `${file} in ${path} does not match its checksum: the backup is damaged, take another one. Nothing was changed.`,
      missing: (path, file) => `${path} lacks ${file}: take another one. Nothing was changed.`,
      unexpected: (path, file) =>
        `${path} holds ${file}, which does not belong there: it is not restored. Nothing was changed.`,
      no_key: (path, _file) =>
        `${path} is encrypted and the key that opens it is not here: name the folder with backup.identity by --keys, or put the keys folder into the place. Nothing was changed.`,
      wrong_key: (path, _file) =>
        `The backup.identity here does not open ${path}: use the keys of when it was made (--keys). Nothing was changed.`,
      damaged: (path, _file) =>
        `${path} is cut off or was changed and cannot be opened: take another one. Nothing was changed.`,
      bad_signature: (path, _file) =>
        `The signature of ${path} is wrong: it is no backup of this system, or was changed. Nothing was changed.`,
      newer: (path, version) =>
        `The data of ${path} has version ${version}, newer than this program: restore it with the program that made it. Nothing was changed.`,
      not_empty: (_path, place) =>
        `${place} is not empty: a restore goes into an empty folder. Name a new one with --into, or move the old one away. Nothing was changed.`,
    },
  },
};

export const backup = { zh, en };
