// What the doctor says of the ways to people outside of our app.
import type { DoctorAnswer } from '../../../contracts/system/views.ts';
import type { Channel } from '../../../contracts/terms.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import type { NotifierStatus } from '../../../store/notifierStatus.ts';
import type { ChecksWording, Told } from '../../../wording/checks.ts';

type Check = DoctorAnswer['checks'][number];

/** What puts a gateway behind a channel. */
const settingOf: Readonly<Record<Channel, string>> = {
  app: '',
  sms: 'YJT_SMS',
  voice: 'YJT_VOICE',
  webhook: 'YJT_WEBHOOK_URL / YJT_MESSENGER',
};

const ok = (check: string, says: string): Check => ({ check, state: 'ok', says });
const warning = (check: string, told: Told): Check => ({ check, state: 'warning', ...told });
const failed = (check: string, told: Told): Check => ({ check, state: 'failed', ...told });

/** @param status undefined: no notifier has said anything lately */
export function notifierChecks(
  status: NotifierStatus | undefined,
  districts: readonly DistrictRegistry[],
  say: ChecksWording,
): Check[] {
  if (!status) return [failed('notifier', say.notifierSilent)];
  return [...status.channels.map((one) => channelCheck(one, districts, say)), heartbeatCheck(status.heartbeat, say)];
}

function channelCheck(
  { channel, gateway, state, why = '', underWay }: NotifierStatus['channels'][number],
  districts: readonly DistrictRegistry[],
  say: ChecksWording,
): Check {
  const check = `channel/${channel}`;
  const name = say.channel[channel];
  if (gateway === 'recorder') {
    const users = districts.filter(({ bundle }) => bundle.policy.channels.includes(channel));
    if (users.length === 0) return ok(check, say.channelUnused(name));
    const of = users.map(({ bundle }) => bundle.district.name);
    return warning(check, say.channelRecorded(name, of, settingOf[channel]));
  }
  if (state === 'failing') return failed(check, say.channelFails(name, why, underWay));
  return ok(check, say.channelWell(name, state === 'works'));
}

function heartbeatCheck(heartbeat: NotifierStatus['heartbeat'], say: ChecksWording): Check {
  const check = 'heartbeat';
  switch (heartbeat) {
    case 'taken':
    case 'untried':
      return ok(check, say.heartbeatWell(heartbeat === 'taken'));
    case 'off':
      return warning(check, say.heartbeatOff);
    case 'failing':
      return failed(check, say.heartbeatFails);
    case 'withheld':
      return failed(check, say.heartbeatWithheld);
  }
}
