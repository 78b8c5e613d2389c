// Every refusal that leaves us: a stable code, the HTTP status it travels with, and a sentence that says what to do.
const error = (status: number, zh: string, en: string) => ({ status, zh, en });

export const errors = {
  bad_request: error(
    400,
    '请求内容不符合要求，请按提示修改后再试。',
    'The request is not valid; correct the field named and try again.',
  ),
  not_signed_in: error(401, '尚未登录，请用登录链接或令牌进入。', 'Not signed in; use a sign-in link or a token.'),
  not_allowed: error(403, '您的身份无权进行此操作。', 'Your role may not do this.'),
  not_found: error(404, '没有找到，请核对编号。', 'Not found; check the id.'),
  incident_closed: error(409, '此警情已结案，操作未执行。', 'This incident is closed; nothing was done.'),
  already_acknowledged: error(409, '已有人接警，无需重复。', 'Somebody has acknowledged it already.'),
  unknown_responder: error(409, '没有这位人员，请重新选择。', 'No such responder; choose another.'),
  already_assigned: error(409, '此人已在本警情中。', 'This person is already on the incident.'),
  unknown_leg: error(409, '没有这条派警。', 'No such leg.'),
  leg_ended: error(409, '这条派警已结束。', 'This leg has ended.'),
  not_your_leg: error(409, '这条派警不属于您。', 'This leg is not yours.'),
  not_open: error(409, '没有这起警情，或已超出保存期。', 'No such incident.'),
  close_needs_words: error(409, '处置结果为“其他”时，请写明情况。', 'Disposition "other" needs words.'),
  not_decided_yet: error(202, '已保存，尚未处理完，结果稍后显示。', 'Stored, not decided yet; the result follows.'),
  already_yours: error(409, '这起警情已经由您负责。', 'This incident is yours already.'),
  not_acknowledged: error(409, '尚未接警，请先接警。', 'Nobody has acknowledged it yet; acknowledge it first.'),
  changed_by_other: error(
    409,
    '另一位值班员刚刚处理过此警情，请先看最新情况再操作。',
    'Another officer has just acted on this incident; look at it as it stands now.',
  ),
  same_priority: error(409, '优先级没有变化。', 'It has this priority already.'),
  ambulance_called: error(409, '已登记呼叫120，无需重复。', '120 has been called already.'),
  contact_not_due: error(409, '这位联系人不在待通知名单中。', 'This contact is not waiting to be told.'),
  cannot_merge: error(
    409,
    '无法合并：目标警情已结案，或就是本警情。',
    'Cannot merge: the other incident is closed, or it is this one.',
  ),
  not_merged_here: error(409, '这起警情没有合并到这里。', 'That incident was not merged into this one.'),
  merged_use_split: error(
    409,
    '此警情已并入另一起，请在那一起中使用“拆分”。',
    'This incident was merged into another; split it off there.',
  ),
  not_closed: error(409, '此警情尚未结案。', 'This incident is not closed.'),
  reopen_too_late: error(
    409,
    '结案已超过可重新打开的时限，请新建警情。',
    'Closed too long ago to reopen; raise a new incident.',
  ),
  another_open: error(
    409,
    '这户已有另一起未结案的警情，请在那一起中处理。',
    'Another incident of this home is open; work on that one.',
  ),
  unknown_home: error(404, '没有这个住户，请核对编号。', 'No such home; check the id.'),
  archived: error(
    409,
    '这起警情结案已久，已归档，只能查看；如有需要请新建警情。',
    'This incident was closed long ago and is archived: it can be read only; raise a new one if need be.',
  ),
  nothing_to_cancel: error(409, '没有可取消的求助。', 'There is nothing to cancel.'),
  wrong_login: error(401, '用户名或密码不对，请核对后再试。', 'Wrong login or password; check both and try again.'),
  locked: error(
    429,
    '试错次数过多，此用户名锁定15分钟；可请管理员重发登录链接。',
    'Too many wrong tries: this login is locked for 15 minutes. An administrator can send a new link.',
  ),
  name_taken: error(
    409,
    '已有同名的登录人员，请加以区分（例如加部门）。',
    'Somebody of this name has a login already; tell them apart.',
  ),
  responder_needed: error(400, '请指明是哪位人员。', 'Say which responder this is.'),
  device_needed: error(400, '请指明是哪个设备。', 'Say which device this is.'),
  same_person: error(
    409,
    '交班人与接班人不能是同一人。',
    'Whoever hands over and whoever takes over must be two people.',
  ),
  nobody_on_the_way: error(
    409,
    '现在没有人在路上或现场，无法传达。',
    'Nobody is on the way or at the scene to be told.',
  ),
  backup_elsewhere: error(
    409,
    '数据在 REDIS_URL 所指的服务器上：请用该服务器自己的备份办法，另备份 DATA_DIR/archive。',
    'The data lies on the server of REDIS_URL: use that server’s own backup, and copy DATA_DIR/archive beside it.',
  ),
  backup_running: error(409, '已有一个备份正在进行，请等它完成。', 'A backup is being made already; wait for it.'),
  no_room: error(
    409,
    '磁盘空间不够做备份，请先清理磁盘。',
    'The disk has no room for the snapshot that a backup needs; free some space first.',
  ),
  intake_full: error(
    503,
    '存储空间将满，暂停接收新的按键呼叫；请立即拨打社区值班电话，紧急情况请拨打120。',
    'The store is nearly full and takes no new presses: phone the community hall, in an emergency call 120.',
  ),
  bad_signature: error(
    401,
    '签名不对或已过时，请核对密钥与时钟。',
    'The signature is wrong or too old; check the secret and the clock.',
  ),
  not_through_you: error(409, '这条派警不是经由此网关通知的。', 'This leg was not told through this gateway.'),
  store_unavailable: error(
    503,
    '暂时无法保存，请稍后再试；紧急情况请拨打120。',
    'Cannot store at the moment; try again, in an emergency call 120.',
  ),
} as const;
/** A reason code. */
export type ErrorCode = keyof typeof errors;
