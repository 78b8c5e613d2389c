// What the doctor says of the ways to people outside of our app.
import type { DoctorAnswer } from '../../contracts/api.ts';
import type { Channel } from '../../contracts/policy.ts';
import type { NotifierStatus } from '../../store/notifierStatus.ts';
import type { DistrictRegistry } from '../../store/registry.ts';

type Check = DoctorAnswer['checks'][number];

const names: Readonly<Record<Channel, string>> = {
  app: '手机应用',
  sms: '短信',
  voice: '语音电话',
  webhook: 'Webhook',
};
const ok = (check: string, says: string): Check => ({ check, state: 'ok', says });
const warning = (check: string, says: string, remedy: string): Check => ({ check, state: 'warning', says, remedy });
const failed = (check: string, says: string, remedy: string): Check => ({ check, state: 'failed', says, remedy });

/** @param status undefined: no notifier has said anything lately */
export function notifierChecks(status: NotifierStatus | undefined, districts: readonly DistrictRegistry[]): Check[] {
  if (!status)
    return [
      failed(
        'notifier',
        '外部通知进程没有心跳：除手机应用外通知不到人，系统报警也发不出去',
        '系统会自动重启它；若持续，请查看 DATA_DIR/logs/notifier.log',
      ),
    ];
  return [...status.channels.map((one) => channelCheck(one, districts)), heartbeatCheck(status.heartbeat)];
}

function channelCheck(
  { channel, gateway, state, why = '', underWay }: NotifierStatus['channels'][number],
  districts: readonly DistrictRegistry[],
): Check {
  const check = `channel/${channel}`;
  const name = names[channel];
  if (gateway === 'recorder') {
    const users = districts.filter(({ bundle }) => bundle.policy.channels.includes(channel));
    if (users.length === 0) return ok(check, `${name}：没有网关，预案也不用它`);
    const says = `${name}：没有网关，只记录不发送（${users.map(({ bundle }) => bundle.district.name).join('、')}的预案要用它）`;
    const remedy =
      channel === 'webhook'
        ? '请设 YJT_WEBHOOK_URL 与 YJT_WEBHOOK_SECRET；记录用 yjt outbox 查看'
        : '目前只能经 Webhook 网关转发；记录用 yjt outbox 查看';
    return warning(check, says, remedy);
  }
  if (state === 'failing')
    return failed(
      check,
      `${name}：网关发不出去（${why}），${underWay} 条在等待`,
      '请检查该网关的地址、密钥与余额；恢复后自动补发',
    );
  return ok(check, state === 'works' ? `${name}：网关正常` : `${name}：已配置网关，启动后还没有用过`);
}

function heartbeatCheck(heartbeat: NotifierStatus['heartbeat']): Check {
  const check = 'heartbeat';
  switch (heartbeat) {
    case 'taken':
      return ok(check, '对外心跳正常');
    case 'untried':
      return ok(check, '对外心跳刚启动');
    case 'off':
      return warning(
        check,
        '没有设置对外心跳：整台主机宕机时无人知晓',
        '请在别处建一个心跳监测，并设 YJT_HEARTBEAT_URL',
      );
    case 'failing':
      return failed(check, '对外心跳发不出去', '请检查 YJT_HEARTBEAT_URL 与外网连接');
    case 'withheld':
      return failed(check, '系统有故障，对外心跳已暂停，监测方将报警', '请先处理本页其他故障');
  }
}
