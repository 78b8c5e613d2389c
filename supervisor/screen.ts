// The one screen that npm start prints: where to look, how to press, what is simulated, where the data is.

import { isUnbegun } from '../contracts/office/beginning.ts';
import type { CommunityBundle } from '../contracts/office/community.ts';
import type { Settings } from '../contracts/settings.ts';
import { clearHost, inUrl, publicUrlOf } from '../contracts/system/doors.ts';
import type { Links } from './firstRun.ts';
import type { Place } from './place.ts';

export function screen(parts: {
  settings: Settings;
  place: Place;
  bundle: CommunityBundle;
  links: Links;
  simulate: boolean;
}): string {
  const { settings, place, bundle, links, simulate } = parts;
  const resident = bundle.residents[0]?.id ?? 'RESIDENT';
  const mqtts = settings.MQTTS_PORT === 0 ? '' : `   TLS ${inUrl(settings.YJT_BIND)}:${settings.MQTTS_PORT}`;
  const people = bundle.responders.filter((one) => one.simulated).length;
  return `
  一键通 · ${bundle.district.name}${bundle.district.demo ? '（演示数据 · sample data）' : ''}

${comingIn(links)}

${isUnbegun(bundle) ? begins(publicUrlOf(settings)) : presses(resident)}
  MQTT                   ${inUrl(clearHost(settings))}:${settings.MQTT_PORT}${mqtts}
  API                    ${publicUrlOf(settings)}/api/docs

  模拟 simulated         ${simulate ? `${bundle.devices.length} 个按键、${people} 名人员（人员、住户均为虚构）· buttons, people (all invented)` : '无 · nothing'}
  数据 data              ${place.dataDir}
  日志 logs              ${place.logs}
  体检 is all well?      npm run -s yjt -- doctor
  停止 stop              Ctrl-C
`;
}

const begins = (page: string): string => `  开始使用 set it up     ${page}/office/start
                         社区还是空的，登录后按步骤建起来，约一刻钟 · nothing in it yet; a quarter of an hour, step by step`;

const presses = (resident: string): string => `  按一下 press           npm run -s yjt -- press --resident ${resident}
  真实按键 over MQTT     npm run -s yjt -- device add --resident ${resident}
                         打印可直接粘贴的 mosquitto_pub 命令 · prints a line to paste`;

function comingIn(links: Links): string {
  const account = `  给一个人登录 a login   npm run -s yjt -- account add LOGIN --name 姓名 --role officer`;
  if (links.of === 'sample')
    return `  值班台 duty console    ${links.duty}
                         一次有效，24 小时内使用 · good for one use within 24 h
${links.more.map(({ screen, link }) => `  ${padded(screen)}${link}\n`).join('')}  再要一个链接 another   npm run -s yjt -- token create --role officer --link
${account}`;
  const page = `  值班台 duty console    ${links.page}
                         用各自的用户名登录 · everybody by their own login`;
  return [page, ...(links.first === undefined ? [] : [firstAdministrator(links.first)]), account].join('\n');
}

function firstAdministrator(first: NonNullable<(Links & { of: 'real' })['first']>): string {
  const { login } = first;
  if ('link' in first)
    return `  第一位管理员           ${first.link}
  first administrator    用户名 ${login}，打开后自己设密码；只显示这一次，24 小时内使用；丢了用 yjt account link ${login} 再要
                         login ${login}, choose a password behind it; shown once, good within 24 h; another: yjt account link ${login}`;
  if (first.waits)
    return `  管理员还没有登录过     npm run -s yjt -- account link ${login}
  nobody has been in yet 再打印一个一次性链接，请在终端里运行 · prints another one-time link: run it at a terminal`;
  return `  还没有管理员           npm run -s yjt -- account add ${login} --name 管理员 --role administrator
  no administrator yet   打印一次性链接，请在终端里运行 · prints a one-time link: run it at a terminal`;
}

/** To the column of the others: a Chinese character is two wide. */
function padded(text: string): string {
  const width = [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(1, 23 - width));
}
