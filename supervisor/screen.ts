// The one screen that npm start prints: where to look, how to press, what is simulated, where the data is.
import type { CommunityBundle } from '../contracts/community.ts';
import type { Settings } from '../contracts/settings.ts';
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
  const people = bundle.responders.filter((one) => one.simulated).length;
  return `
  一键通 · ${bundle.district.name}${bundle.district.demo ? '（演示数据 · sample data）' : ''}

  值班台 duty console    ${links.duty}
                         一次有效，24 小时内使用 · good for one use within 24 h
${links.more.map(({ screen, link }) => `  ${padded(screen)}${link}\n`).join('')}  再要一个链接 another   npm run -s yjt -- token create --role officer --link
  给一个人登录 a login   npm run -s yjt -- account add LOGIN --name 姓名 --role officer

  按一下 press           npm run -s yjt -- press --resident ${resident}
  真实按键 over MQTT     npm run -s yjt -- device add --resident ${resident}
                         打印可直接粘贴的 mosquitto_pub 命令 · prints a line to paste
  MQTT                   ${settings.YJT_BIND}:${settings.MQTT_PORT}
  API                    http://localhost:${settings.PORT}/api/docs

  模拟 simulated         ${simulate ? `${bundle.devices.length} 个按键、${people} 名人员（人员、住户均为虚构）· buttons, people (all invented)` : '无 · nothing'}
  数据 data              ${place.dataDir}
  日志 logs              ${place.logs}
  体检 is all well?      npm run -s yjt -- doctor
  停止 stop              Ctrl-C
`;
}

/** To the column of the others: a Chinese character is two wide. */
function padded(text: string): string {
  const width = [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(1, 23 - width));
}
