// yjt: the system from a terminal. A client like any other: it reads files and calls the HTTP interface. One block a
// command here; what each asks and says is in commands.ts.
import { Command, CommanderError, Option } from 'commander';
import { purposes } from '../contracts/office/personal.ts';
import { readSettings } from '../contracts/settings.ts';
import { PressKind } from '../contracts/terms.ts';
import { secondIn } from '../contracts/wallClock.ts';
import { showAudit, verifyAudit } from './audit.ts';
import { backUp, restore } from './backup.ts';
import { type Act, type Bench, type Given, text, wholeNumber } from './bench.ts';
import { issueCertificate, listCertificates, renewCertificate, retire, rotate, showCertificates } from './certs.ts';
import {
  importCommunity,
  listIncidents,
  listResidents,
  press,
  showIncident,
  showOutbox,
  undoImport,
} from './commands.ts';
import { examine } from './doctor.ts';
import { Failure } from './failure.ts';
import { rotateKeys, showKeys } from './keys.ts';
import { addAccounts, addLogins, addSessions, addTokens } from './logins.ts';
import { handNightDesk, showNightDesk } from './nightDesk.ts';
import { showPolicy } from './policy.ts';
import { showProof } from './proof.ts';
import { rebuildRecords, showRecords } from './records.ts';
import { replayIncidents } from './replay.ts';
import { changeConsent, eraseResident, exportResident, readmitResident } from './resident.ts';
import type { Session } from './session.ts';
import { addSources } from './source.ts';
import { findSystem, type System } from './system.ts';
import { words } from './wording.ts';

/** The terminal: what comes in and where it goes. */
export type Terminal = {
  env: Readonly<Record<string, string | undefined>>;
  out(text: string): void;
  err(text: string): void;
  /** absent: nobody sits there */
  ask?(question: string): Promise<string | undefined>;
};

const failedCode = 1;
const usageCode = 2;

/** Runs one command. @returns the exit code: 0, 1 when it failed, 2 when it was not understood */
export async function runYjt(args: readonly string[], terminal: Terminal): Promise<number> {
  const complaints: string[] = [];
  let exitCode = 0;
  const yjt = withCommands(
    (action) =>
      async (...all) => {
        const self = all.at(-1) as Command; // commander's own: arguments, options, command
        const given = self.optsWithGlobals<Given>();
        const answer = await action(sessionOf(terminal, given), given, self.args[0] ?? '', self);
        terminal.out(given.json === true ? JSON.stringify(answer.json) : answer.text);
        for (const remark of given.json === true ? [] : (answer.remarks ?? [])) terminal.err(remark);
        exitCode = answer.failed ? failedCode : 0;
      },
    {
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => complaints.push(text.trimEnd()),
    },
  );
  try {
    await yjt.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    const asJson = args.includes('--json');
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0; // help
      const message = error.message.replace(/^error: /, '');
      terminal.err(asJson ? JSON.stringify({ error: 'usage', message }) : complaints.join('\n'));
      return usageCode;
    }
    if (!(error instanceof Failure)) throw error;
    const { code: reason, message, more } = error;
    terminal.err(asJson ? JSON.stringify({ error: reason, message, ...more }) : error.text);
    return reason === 'usage' ? usageCode : failedCode;
  }
}

function withCommands(act: Act, output: { writeOut(text: string): void; writeErr(text: string): void }): Command {
  const yjt = new Command('yjt')
    .description('一键通命令行 · 一键通 from a terminal: npm run -s yjt -- <command>')
    .configureOutput(output)
    .exitOverride()
    .showHelpAfterError('（--help 列出用法 · lists the usage）');
  const command = (name: string, description: string, under = yjt): Command =>
    forAll(under.command(name).description(description));
  forAll(yjt);

  const bench = { yjt, command, act };
  addOffice(bench);
  addResident(bench);
  addLogins(bench);
  addSources(bench);
  addTokens(bench);
  addAccounts(bench);
  addSessions(bench);
  addAudit(bench);
  addCerts(bench);
  addIncidents(bench);
  addNightDesk(bench);
  addRecords(bench);
  addPolicy(bench);
  addBackup(bench);
  addKeys(bench);
  addSystem(bench);
  return yjt;
}

function addOffice({ yjt, command, act }: Bench): void {
  command(
    'import <path>',
    '导入一个社区（文件夹或 JSON）· replace a district; one mistake and nothing is changed',
  ).action(act((session, _, path) => importCommunity(session, path)));
  const undo = yjt.command('undo').description('撤销 · undo');
  command(
    'import [district]',
    '恢复上次导入之前的资料；再做一次则又换回来 · the documents from before the last import; twice is back again',
    undo,
  ).action(act((session, _, district) => undoImport(session, district)));
  command('residents', '居民 · residents')
    .option('--search <text>', '姓名、院落或编号 · name, courtyard or id')
    .action(act((session, { search }) => listResidents(session, text(search))));
}

function addResident({ yjt, command, act }: Bench): void {
  const resident = yjt.command('resident').description('一位居民的权利 · what a resident may ask for');
  command(
    'export <id>',
    '此人的全部资料，可读与机读各一份 · everything kept about them, to read and for machines',
    resident,
  )
    .option('--out <file>', '写成 FILE.json 与 FILE.txt，不填则显示 · into two files; shown when left out')
    .action(act((session, { out }, id) => exportResident(session, id, text(out) ?? '')));
  command(
    'erase <id>',
    '删除此人：去掉编号与本人的对应和所写文字，警情编号与统计保留 · erase a person; ids and figures stand',
    resident,
  )
    .requiredOption('--why <text>', '原因，会记入操作记录 · why; goes into the audit')
    .action(act((session, { why }, id) => eraseResident(session, id, String(why))));
  command(
    'readmit <id>',
    '删除之后本人要求恢复：允许下次导入 · they ask to be taken in again: the next import may hold them',
    resident,
  ).action(act((session, _, id) => readmitResident(session, id)));
  command(
    'consent <id>',
    '登记或撤回一项同意；撤回即删除据此保存的资料 · a yes, or its end: what was kept because of it goes',
    resident,
  )
    .addOption(new Option('--purpose <purpose>', '用途 · purpose').choices(Object.keys(purposes)).makeOptionMandatory())
    .option('--contact <id>', '用途为 family_sees 时：哪位联系人 · for family_sees: which contact')
    .option('--withdraw', '撤回 · take it back')
    .option('--on <day>', '哪一天，默认今天 · YYYY-MM-DD, today when left out')
    .option('--how <text>', '怎样给的：书面、口头 · how it was given')
    .action(act((session, said, id) => changeConsent(session, id, said)));
}

function addAudit({ yjt, command, act }: Bench): void {
  const audit = forAll(
    yjt.command('audit').description('操作与查阅记录 · who did what, and who was shown whom; newest first'),
  )
    .option('--resident <id>', '谁查看过这位居民 · who was shown this resident')
    .option('--incident <id>', '谁查看过这起警情 · who was shown this incident')
    .option('--actor <id>', '此人（用户名或令牌编号）做过什么 · what this login or token did')
    .option('--limit <n>', '最多几条，默认100 · at most so many', wholeNumber, 100)
    .action(
      act((session, { resident, incident, actor, limit }) =>
        showAudit(session, {
          resident: text(resident),
          incident: text(incident),
          actor: text(actor),
          limit: Number(limit),
        }),
      ),
    );
  command(
    'verify [folder]',
    '核对记录是否被改动；给出文件夹则只核对其中的文件 · is it as it was written; with a folder: its files alone, without the system',
    audit,
  )
    .option('--head <n:hash>', '以前抄下的末尾 · an end that was written down before')
    .action(act((session, { head }, folder) => verifyAudit(session, { folder, head: text(head) })));
}

function addCerts({ yjt, command, act }: Bench): void {
  const certs = yjt.command('certs').description('证书：本机的根证书与设备证书 · certificates of our own authority');
  command('show', '信任哪些根证书，服务用哪张 · what is trusted and what is served', certs).action(
    act((session) => showCertificates(session)),
  );
  command('list', '哪些设备凭证书登录 · logins that may come by a certificate', certs).action(
    act((session) => listCertificates(session)),
  );
  command(
    'issue <login>',
    '给设备或手机发一张证书，凭它登录，不用密码 · a certificate for a device or phone, to log in without a password',
    certs,
  )
    .option('--into <folder>', '写到哪里，默认 DATA_DIR/certs/devices/LOGIN · where to')
    .option('--days <days>', '有效天数，默认十年 · valid for so many days, ten years when left out', wholeNumber)
    .option('--csr <file>', '设备自己的证书请求，私钥不离开设备 · a request of the device, whose key stays on it')
    .action(
      act((session, { into, days, csr }, login) =>
        issueCertificate(session, {
          login,
          into: text(into),
          days: days === undefined ? undefined : Number(days),
          request: text(csr),
        }),
      ),
    );
  command(
    'renew',
    '重做服务的证书，几秒内生效 · make the certificate of our doors anew; served within seconds',
    certs,
  ).action(act((session) => renewCertificate(session)));
  command(
    'rotate',
    '换一个新的根证书；旧的在 retire 之前仍然有效 · begin with a new authority; the old one counts until it is retired',
    certs,
  ).action(act((session) => rotate(session)));
  command('retire', '停用旧的根证书 · retire the authority before', certs)
    .option('--force', '有设备还没换也停用 · also where devices have no other certificate')
    .action(act((session, { force }) => retire(session, force === true)));
}

function addIncidents({ command, act }: Bench): void {
  command('press', '代按一下 · press for a resident or a device')
    .option('--resident <id>', '居民 · resident')
    .addOption(new Option('--device <id>', '设备 · device').conflicts('resident'))
    .addOption(new Option('--kind <kind>', '种类 · kind').choices(PressKind.enum).default('sos'))
    .action(
      act((session, { resident, device, kind }, _, self) => {
        if (resident === undefined && device === undefined) self.error(`error: ${session.say.whoPresses}`);
        return press(session, { resident: text(resident), device: text(device), kind: text(kind) });
      }),
    );

  command('incidents [id]', '警情 · incidents; with an id: what happened')
    .addOption(new Option('--state <state>', '状态 · state').choices(['open', 'closed', 'all']).default('open'))
    .option('--proof', '一次按键的全程记录，缺处标明 · each hop of the press with its time, gaps marked')
    .option(
      '--before <instant>',
      '此时之前结案的，可一直翻到归档 · closed before this, back into the archive: 2026-08-01',
    )
    .option('--limit <n>', '最多几起，默认100 · at most so many', wholeNumber)
    .action(
      act((session, { state, before, limit, proof }, id, self) => {
        if (proof && id === '') self.error(`error: ${session.say.replay.which}`);
        if (id === '') return listIncidents(session, { state: String(state), before: text(before), limit });
        return proof ? showProof(session, id) : showIncident(session, id);
      }),
    );
}

function addNightDesk({ command, act }: Bench): void {
  command(
    'night-desk',
    '夜间值守：今晚每起警情一发生就通知谁 · the night desk: who is told of every incident at once tonight',
  )
    .option('--to <id>', '交给哪位人员 · hand it to this responder')
    .option(
      '--until <instant>',
      '到何时，最长16小时（不填即是） · until when, 16 hours at most (and when left out): 2026-08-02T07:00',
    )
    .addOption(new Option('--back', '交回大厅 · the hall has it again').conflicts(['to', 'until']))
    .action(
      act((session, { to, until, back }, _, self) => {
        if (until !== undefined && to === undefined) self.error(`error: ${session.say.nightDesk.toWhom}`);
        if (back === true) return handNightDesk(session, {});
        return to === undefined
          ? showNightDesk(session)
          : handNightDesk(session, { responder: String(to), ...(until === undefined ? {} : { until: String(until) }) });
      }),
    );
}

function addRecords({ command, act }: Bench): void {
  command(
    'records [act]',
    '历史与统计的记录库：截至何时；用存储与归档重建 · the books of history and figures: up to when they are, or made anew',
  ).action(
    act((session, _, what, self) => {
      if (what !== '' && what !== 'rebuild') self.error(`error: ${session.say.records.onlyRebuild}`);
      return what === '' ? showRecords(session) : rebuildRecords(session);
    }),
  );
}

function addPolicy({ command, act }: Bench): void {
  command(
    'policy [file]',
    '预案：什么呼叫找谁，按什么顺序 · who is asked for what; a file is checked as an import would',
  ).action(act((session, _, file) => showPolicy(session, file)));

  command(
    'replay [incident]',
    '重放：一起警情的经过与核对；换一份预案会怎样 · the story and its proof; what another policy would have done',
  )
    .option('--policy <file>', '用这份预案重算，不改动任何数据 · decide again with this policy; nothing is changed')
    .option('--last <n>', '没有给编号时比较最近几起 · without an id: the latest closed ones', wholeNumber, 20)
    .action(
      act((session, { policy, last }, incident) =>
        replayIncidents(session, { incident, policy: text(policy), last: Number(last) }),
      ),
    );
}

function addBackup({ command, act }: Bench): void {
  command(
    'backup [file]',
    '把全部数据备份成一个文件，系统照常运行 · everything in one file, while the system runs',
  ).action(act((session, _, file) => backUp(session, file)));
  command('restore <file>', '从备份恢复到一个空的目录 · a backup into an empty DATA_DIR; the system must not run there')
    .option('--into <folder>', '恢复到哪里，默认 DATA_DIR · where to')
    .option('--keys <folder>', '密钥所在，默认先找目标目录里的 keys，再找 DATA_DIR/keys · where the keys lie')
    .option('--dry-run', '只核对，不写入 · check everything, write nothing')
    .action(
      act((session, { into, keys, dryRun }, file) =>
        restore(session, file, { into: text(into), keys: text(keys), dryRun: dryRun === true }),
      ),
    );
}

function addKeys({ yjt, command, act }: Bench): void {
  const keys = yjt.command('keys').description('个人资料的密钥 · keys of personal data');
  command('show', '有哪些密钥，有没有资料锁着 · which there are, and whether anything is locked', keys).action(
    act((session) => showKeys(session)),
  );
  command(
    'rotate',
    '换一把新密钥，系统照常运行；旧的仍可读 · a new key while the system runs; the old ones stay readable',
    keys,
  ).action(act((session) => rotateKeys(session)));
}

function addSystem({ command, act }: Bench): void {
  command('outbox', '没有网关时本应发出的通知 · what would have been sent, where no gateway is configured')
    .option('--last <n>', '最近几条 · the latest', wholeNumber, 50)
    .option('--reveal <reason>', '显示完整号码；须写明原因，记入操作记录 · numbers in full; why is written down')
    .action(
      act((session, { last, reveal }) => showOutbox(session, { limit: Number(last), reveal: text(reveal) ?? '' })),
    );

  command('doctor', '体检：哪里不对，怎么办 · what is wrong and what to do').action(act((session) => examine(session)));
}

/** These may stand before or after the command. */
const forAll = (command: Command): Command =>
  command
    .option('--json', '只输出一个 JSON · exactly one JSON document on stdout')
    .addOption(new Option('--lang <language>', '语言，默认 zh · language').choices(Object.keys(words)));

function sessionOf({ env, ask, err }: Terminal, { lang, json }: Given): Session {
  const say = words[lang === 'en' ? 'en' : 'zh'];
  const read = readSettings(env);
  if (!read.ok) throw new Failure('usage', read.problems.map(({ name, reason }) => `${name}: ${reason}`).join('\n'));
  const { settings } = read;
  let found: System | undefined;
  const system = (): System => {
    found ??= findSystem(settings, say);
    return found;
  };
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const when: Session['when'] = (instant, timeZone = found?.timeZone ?? here) =>
    secondIn(timeZone, new Date(instant).getTime());
  // A program reads one document: it is asked nothing, and told nothing beside.
  const asked = json === true ? undefined : ask;
  const note = (text: string): void => (json === true ? undefined : err(text));
  return { settings, say, system, when, ask: asked, note };
}
