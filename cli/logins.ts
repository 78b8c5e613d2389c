// Who and what may come in: logins of devices and phones, tokens, people with a login, sessions.
import { type Command, Option } from 'commander';
import { Device } from '../contracts/office/community.ts';
import type { AreaNode, RightsArea } from '../contracts/session/area.ts';
import { NewAccount } from '../contracts/session/session.ts';
import { Role } from '../contracts/terms.ts';
import { endLogin, endSession, linkFor, listSessions, resetFactors, setArea, setIdentity } from './access.ts';
import { type Bench, type Given, text, wholeNumber } from './bench.ts';
import { addAccount, addDevice, createToken, issueResponderLogin, listAccounts, removeAccount } from './commands.ts';
import { listHeard, type PairOptions, pairDevice } from './pair.ts';

const accountRoles = NewAccount.properties.role.enum;

export function addLogins({ yjt, command, act }: Bench): void {
  const device = yjt.command('device').description('设备 · devices');
  command('add', '给住户添一个按键并打印登录信息 · a button with its login', device)
    .requiredOption('--resident <id>', '居民编号 · resident')
    .option('--device <id>', '自定编号；已有的设备换新密码 · id of the device; an existing one gets a new password')
    .action(
      act((session, { resident, device }) => addDevice(session, { resident: text(resident), device: text(device) })),
    );
  addPairing({ yjt, command, act }, device);

  const responder = yjt.command('responder').description('响应人员 · responders');
  command(
    'credential <id>',
    '给一位人员登录信息；模拟的那位从此由真人接替 · a login; takes over from the simulator',
    responder,
  ).action(act((session, _, id) => issueResponderLogin(session, id)));

  const login = yjt.command('login').description('设备与手机的登录 · logins of devices and phones');
  command('end <id>', '停用一个：丢失的按键、平板或手机 · end that of a lost button, tablet or phone', login).action(
    act((session, _, id) => endLogin(session, id)),
  );
}

function addPairing({ command, act }: Bench, device: Command): void {
  command(
    'pair',
    '装机：登记、试按、现场确认，缺什么问什么；装好才返回 0 · install a device: exit code 0 once it is installed, 1 before',
    device,
  )
    .option('--device <id>', '设备号；只给它就接着装 · its number; alone: go on with it')
    .option('--resident <id>', '装在谁家 · in whose home')
    .option('--home <id>', '装在哪一户 · in which home')
    .option('--carried', '由 --resident 随身带 · carried by --resident')
    .addOption(new Option('--kind <kind>', '种类 · kind').choices(Device.properties.kind.enum).default('button'))
    .option('--model <name>', '型号 · model')
    .addOption(new Option('--address <address>', '厂家地址 · IEEE address, MAC, devEui, IMEI').conflicts('own'))
    .option('--own', '直接连我们的设备，并生成登录信息 · speaks to us; makes its login')
    .option('--place <text>', '装在屋里哪里 · where in the home')
    .addOption(new Option('--heard', '现场听到或看到了应答 · its answer was heard there').conflicts('told'))
    .option('--told', '设备不会应答，已向老人讲清 · it cannot answer, the resident was told')
    .option('--wait <seconds>', '等试按多久，默认120秒 · how long for the press', wholeNumber, 120)
    .action(
      act((session, { device: id, resident, home, carried, kind, model, address, own, place, heard, told, wait }) =>
        pairDevice(session, {
          device: text(id),
          resident: text(resident),
          home: text(home),
          carried: carried === true,
          kind: String(kind) as PairOptions['kind'],
          model: text(model),
          address: text(address),
          own: own === true,
          place: text(place),
          heard: heard === true,
          told: told === true,
          wait: Number(wait),
        }),
      ),
    );
  command(
    'heard',
    '最近收到、还没有登记的厂家地址 · addresses that were heard of late and that no device has',
    device,
  ).action(act((session) => listHeard(session)));
}

const inArea = '角色为 community 时：只限这些网格、院落 · for the role community: these grids and courtyards only';
/** Undefined: the whole community. */
function areaIn({ grid, courtyard }: Given): RightsArea | undefined {
  const named = (kind: AreaNode['kind'], ids: unknown): AreaNode[] =>
    [ids ?? []].flat().map((id) => ({ kind, id: String(id) }));
  const area = [...named('grids', grid), ...named('courtyards', courtyard)];
  return area.length === 0 ? undefined : area;
}

export function addTokens({ yjt, command, act }: Bench): void {
  const token = yjt.command('token').description('令牌 · tokens');
  command('create', '为一个角色建令牌或一次性登录链接 · a token or a one-time link', token)
    .addOption(new Option('--role <role>', '角色 · role').choices(Role.enum).makeOptionMandatory())
    .option('--name <name>', '使用者姓名，会记入操作记录 · who uses it')
    .option('--days <days>', '有效天数 · valid for so many days', wholeNumber)
    .option('--link', '一次性登录链接 · a one-time sign-in link')
    .option('--responder <id>', '角色为 responder 时：哪一位 · for the role responder: who')
    .option('--device <id>', '角色为 button 时：哪个设备 · for the role button: which device')
    .option('--grid <id...>', inArea)
    .option('--courtyard <id...>', inArea)
    .action(
      act((session, { role, name, days, link, responder, device, ...nodes }) =>
        createToken(session, {
          role: text(role),
          name: text(name),
          days,
          link: link === true ? true : undefined,
          responder: text(responder),
          device: text(device),
          area: areaIn(nodes),
        }),
      ),
    );
}

export function addAccounts({ yjt, command, act }: Bench): void {
  const account = yjt.command('account').description('登录人员 · people with a login');
  command(
    'add <login>',
    '建一个登录人员并打印一次性链接；已有的换新链接 · a named login and its one-time link',
    account,
  )
    .requiredOption('--name <name>', '姓名，会记入操作记录 · who it is')
    .addOption(new Option('--role <role>', '角色 · role').choices(accountRoles).makeOptionMandatory())
    .option('--responder <id>', '此人是哪位响应人员 · which responder they are')
    .option('--grid <id...>', inArea)
    .option('--courtyard <id...>', inArea)
    .action(
      act((session, { name, role, responder, ...nodes }, login) =>
        addAccount(session, {
          login,
          name: text(name),
          role: text(role),
          responder: text(responder),
          area: areaIn(nodes),
        }),
      ),
    );
  command(
    'link <login>',
    '给已有的登录人员一个一次性链接，密码不变 · a one-time link for whoever is locked out; the password stays',
    account,
  ).action(act((session, _, login) => linkFor(session, login)));
  command(
    'reset <login>',
    '清除验证器、通行密钥和恢复码：手机丢了；密码不变 · no app, passkeys and recovery codes: for a lost phone',
    account,
  ).action(act((session, _, login) => resetFactors(session, login)));
  command('identity <login>', '此人在统一登录中是谁 · who this person is at the sign-in provider', account)
    .addOption(new Option('--subject <sub>', '统一登录中的编号 · subject').conflicts(['email', 'none']))
    .addOption(new Option('--email <address>', '邮箱，首次登录时对应 · counts once').conflicts('none'))
    .option('--none', '不再对应 · nobody any more')
    .action(
      act((session, { subject, email, none }, login, self) => {
        if (subject !== undefined) return setIdentity(session, login, { subject: String(subject) });
        if (email !== undefined) return setIdentity(session, login, { email: String(email) });
        if (none === true) return setIdentity(session, login, undefined);
        return self.error(`error: ${session.say.whichIdentity}`);
      }),
    );
  command(
    'area <login>',
    '社区人员的辖区范围，立即生效 · the part of the community that they reach over, at once',
    account,
  )
    .option('--grid <id...>', inArea)
    .option('--courtyard <id...>', inArea)
    .option('--all', '整个社区 · the whole community')
    .action(
      act((session, { all, ...nodes }, login, self) => {
        const area = areaIn(nodes);
        if ((area === undefined) !== (all === true)) return self.error(`error: ${session.say.whichArea}`);
        return setArea(session, login, area);
      }),
    );
  command('list', '所有登录人员 · all of them', account).action(act((session) => listAccounts(session)));
  command('remove <login>', '停用一个登录人员 · end a login and its sessions', account).action(
    act((session, _, login) => removeAccount(session, login)),
  );
}

export function addSessions({ yjt, command, act }: Bench): void {
  const session = yjt.command('session').description('登录、令牌与链接 · sessions, tokens and links');
  command('list', '谁在登录，凭什么，到何时 · who is in, by what, until when', session).action(
    act((session) => listSessions(session)),
  );
  command('end <id>', '停用一个 · end one of them', session).action(act((session, _, id) => endSession(session, id)));
}
