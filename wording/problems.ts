// What is wrong with a document, or with a district as a whole, in Chinese. The reasons are made in English where a file is checked; a test
// goes through them.
import { callsInChinese } from './calls.ts';
import { policyInChinese } from './policy.ts';

const { roles, skills, channels, tracks } = policyInChinese;

/** As GeoJSON calls them. */
const shapes = { Point: '点（Point）', LineString: '线（LineString）', Polygon: '面（Polygon）' };

/** The form of a reason, and what it is in Chinese; `$1` as in the reason, by its name where `names` has one. */
const forms: readonly (readonly [form: RegExp, words: string, names?: Readonly<Record<string, string>>])[] = [
  [/^begins with "RRULE:".* write (.+)$/, '前面多了“RRULE:”，请写成 $1'],
  [/^is no RRULE of RFC 5545/, '不是 RFC 5545 的重复规则，请照 FREQ=WEEKLY;BYDAY=MO,TU 的样子写'],
  [/^names a part twice$/, '同一项写了两次'],
  [/^repeats by (\S+): /, '不能按 $1 重复：一个班次一天至多开始一次（FREQ=DAILY、WEEKLY、MONTHLY 或 YEARLY）'],
  [/^names (\S+): a shift begins/, '不能写 $1：一个班次一天至多开始一次，请另建一个班次'],
  [/^names COUNT and UNTIL/, 'COUNT 与 UNTIL 只能写一个'],
  [/^names (\S+), which goes with FREQ=(.+) only$/, '$1 只能与 FREQ=$2 同用'],
  [/^names (\S+), which we do not work out$/, '$1 无法计算'],
  [/^has (\S+): it must be a number from 1 to (\d+)/, '$1 不对，应为 1 至 $2 的数'],
  [/^has (BYDAY=\S*): /, '$1 不对，星期请写成 MO,TU；1MO 或 -1FR 只能与 FREQ=MONTHLY 或 YEARLY 同用'],
  [/^has (WKST=\S*): /, '$1 不对，请写成 MO'],
  [/^has (UNTIL=\S*): write it/, '$1 不对，请写成 20271231，或 UTC 时间 20271231T155959Z'],
  [/^has (\S+): \S+ is no day of the calendar$/, '$1 不对，没有这一天'],
  [/^has (\S+): \S+ is not between (\d+) and (\d+)$/, '$1 不对，应在 $2 年至 $3 年之间'],
  [/^has (\S+): that is no /, '$1 不对，没有这样的时间'],
  [/^(\S+) is no day of the calendar$/, '没有 $1 这一天'],
  [/^(\S+) is not between (\d+) and (\d+)$/, '$1 不在 $2 年至 $3 年之间'],
  [/^must be later than start$/, '应晚于开始时间'],
  [/^must be later than since$/, '应晚于离家时间'],
  [/^is more than (\d+) days after start/, '比开始时间晚了 $1 天以上，长期的班次请用重复规则'],
  [/^"(.*)" is no time zone/, '“$1”不是时区，请照 Asia/Shanghai 的样子写'],
  [/^cannot be worked out/, '无法计算（详见日志）'],
  [
    /^(\S+) is no day of (\S+): the first stretch takes place all the same, the next at (\S+)$/,
    '$1 不在 $2 的日子里：第一班照常，下一班在 $3',
  ],
  [/^(\S+) never comes round: only the first stretch, at (\S+), takes place$/, '$1 不会重复：只有 $2 这一班'],
  [/^from (\S+) to (\S+) nobody does what "(.*)" had to do: there is no stand-in$/, '从 $1 到 $2，“$3”的班没有人替'],
  [
    /^from (\S+) to (\S+) nobody does what "(.*)" had to do: "(.*)" cannot, nor anybody in their place$/,
    '从 $1 到 $2，“$3”的班没有人替：“$4”也去不了',
  ],

  [/^is swapped already by "(.*)": change that one$/, '这一班已由“$1”换给别人，请改那一条'],

  [/^lies outside your area$/, '不在您的辖区范围内'],
  [/^names something outside your area$/, '指向了您辖区范围以外的人或地方'],
  [/^is made and removed for the whole community$/, '网格的增减由管理员或权限及于全社区的社区人员办理'],
  [/^works for the whole community$/, '这一身份为整个社区服务，由管理员或权限及于全社区的社区人员指定'],
  [/^moves a border of a grid outside your area$/, '移动了与辖区范围外网格共用的边界'],
  [/^would break something outside your area$/, '会影响您辖区范围以外的登记'],
  [/^clashes with something outside your area$/, '与您辖区范围以外的登记冲突'],

  [/^is missing$/, '必填'],
  [/^is missing: the version that was read$/, '缺少读到的版本号'],
  [/^is no field that we know: check its spelling$/, '没有这一项，请检查写法'],
  [/^must be one of (.+)$/, '只能填：$1'],
  [/^is no time of the calendar:.*$/, '不是有效的时间，请照 2026-11-02T08:00 的样子填'],
  [/^is no day of the calendar:.*$/, '不是有效的日期，请照 2026-11-02 的样子填'],
  [/^is no time of the day:.*$/, '不是有效的时刻，请照 08:00 的样子填'],
  [/^is no telephone number:.*$/, '不是电话号码：只用数字、空格和 -，如 028-85123456'],
  [/^is no door code:.*$/, '门码应为 4 至 12 位数字或字母'],
  [/^is no card number:.*$/, '卡号应为 4 至 32 位数字、字母或 -'],
  [/^is no id:.*$/, '编号只用小写字母、数字和 -，如 btn-001'],
  [/^must not have fewer than 1 characters$/, '不能为空'],
  [/^must not have fewer than (\d+) characters$/, '至少 $1 个字'],
  [/^must not have more than (\d+) characters$/, '最多 $1 个字'],
  [/^must not have fewer than (\d+) items$/, '至少 $1 项'],
  [/^must not have more than (\d+) items$/, '最多 $1 项'],
  [/^must not have duplicate items$/, '有重复'],
  [/^must be (integer|number)$/, '应为数字'],
  [/^must be (string|boolean|array|object)$/, '填写的内容不对'],
  [/^must be >= (\S+)$/, '最少 $1'],
  [/^must be <= (\S+)$/, '最多 $1'],
  [/^must match .*$/, '填写的内容不对'],

  [/^"(.*)" is already used by entry (\d+) of \S+$/, '编号“$1”已被第 $2 条使用'],
  [/^"(.*)" is already used$/, '编号“$1”已被使用'],
  [/^"(.*)" is also a device; both log in by their id$/, '编号“$1”也是一台设备的编号：两者都用编号登录，请换一个'],
  [/^is not closed: its last vertex must repeat the first$/, '边界没有闭合：最后一点应与第一点相同'],
  [/^there is no grid "(.*)"$/, '没有网格“$1”'],
  [/^there is no courtyard "(.*)"$/, '没有院落“$1”'],
  [/^there is no home "(.*)"$/, '没有住址“$1”'],
  [/^there is no resident "(.*)"$/, '没有住户“$1”'],
  [/^there is no (?:responder|standIn|to) "(.*)"$/, '没有人员“$1”'],
  [/^there is no team "(.*)"$/, '没有队伍“$1”'],
  [/^"(.*)" is not in the team: add them to its members$/, '“$1”不在队员里：请先加入队员'],
  [/^"(.*)" is the plate of "(.*)" already$/, '“$1”已是“$2”的车牌'],
  [/^there is no shift "(.*)"$/, '没有班次“$1”'],
  [/^there is no plan "(.*)"$/, '没有预案“$1”'],
  [/^there is no district "(.*)" here$/, '这里没有辖区“$1”'],
  [/^"(.*)" has no device: nobody can call$/, '“$1”没有设备，无法呼叫'],
  [/^hook "(.*)" of "(.*)" has the key of "(.*)" already$/, '“$2”的“$1”号钩已经挂着“$3”的钥匙'],
  [/^is changed twice in one set$/, '同一次修改里出现了两次'],
  [/^needs either document or set$/, '应写整份内容，或只写要改的几项'],
  [/^is no id of a policy:.*$/, '预案的编号只能是 policy'],
  [/^is given and taken back by an act of its own$/, '同意与撤回请用“同意”一栏的按钮'],
  [/^is no year of birth:.*$/, '不是出生年份，请照 1942 的样子填'],
  [/^must be 是 or 否$/, '请填“是”或“否”'],
  [
    /^is kept as a number, which may have lost digits:.*$/,
    '表格把它存成了数字，可能丢了位数：请把这一列设为“文本”后重新输入',
  ],
  [/^lasts whole days: .*$/, '是全天日程：班次要有几点到几点，请改成有起止时间的日程'],
  [/^has no end: .*$/, '没有结束时间'],
  [/^comes from our own roster: .*$/, '是本系统导出的日程：值班表里已经有了'],
  [/^is in the zone "(.*)", which nobody knows$/, '不认识时区“$1”：请在日历里改用北京时间后再导出'],
  [/^repeats by the clock of another zone: .*$/, '按别的时区重复：请在日历里改用本社区的时区后再导出'],
  [/^repeats on single days \(RDATE\): .*$/, '另加了单独的日子（RDATE）：请每一天单独建一个日程'],
  [/^has two rules: .*$/, '有两条重复规则：请分成两个日程'],
  [/^changes all that follow too: .*$/, '改的是“这次及以后”：请结束原来的日程，另建一个'],
  [/^cannot be read$/, '读不懂'],
  [/^is nobody here: say below whom it means$/, '不知道是谁：请在“名字对应”里选'],
  [/^is not known here:.*$/, '名册里没有：请照名册上的名称填，或填编号'],
  [/^is the name of several: write the id$/, '有好几个同名：请填编号'],
  [/^nobody has registered a home at this address$/, '名册里没有这个住址'],
  [/^stands in this file twice: first in row (\d+)$/, '表里重复：第 $1 行已经有了'],
  [/^is missing: where they are when nothing newer is known$/, '没有网格和院落时，请填经纬度'],
  [/^lives at another address$/, '这个人不住在这个地址'],
  [
    /^is carried by "(.*)", who lives elsewhere: help would go to the home that stands here$/,
    '由“$1”随身带，但此人住在别处：呼叫时会去这里填的住址',
  ],
  [/^is being installed: change it where it is installed$/, '正在装机：请到装机页改厂家地址'],
  [/^is turned by an act of its own$/, '在岗请用值班台或本人手机的开关'],
  [/^is a real person, and cannot be simulated$/, '已是真人，不能改为模拟'],
  [/^rests on a consent that was taken back$/, '本人已撤回同意，不能再登记'],
  [/^is held by another district: choose another id$/, '编号属于其他辖区，请换一个'],
  [/^is part of an incident that is open: close it first$/, '有未结案的警情，请先结案'],
  [/^needs a new login: the old one ended when it was removed$/, '需要重新发登录：原来的在删除时已失效'],
  [
    /^was made a date by the spreadsheet: make the column text and type it again$/,
    '表格把它变成了日期：请把这一列设为“文本”后重新输入',
  ],
  [/^names another home than the address: change one of the two$/, '住址编号与地址不是同一处：请改其中一个'],
  [/^belongs to somebody else here: "(.*)"$/, '编号在名册里是“$1”：请核对编号'],
  [/^is registered at another address: write the id to move them$/, '名册里这个人住在别处：要搬过来请填编号'],
  [
    /^is the name of somebody here: write the id, a new one for somebody else of this name$/,
    '名册里有同名的人：请填编号，另一个人请填新编号',
  ],
  [/^the policy was changed after this was planned: plan it anew$/, '定时之后，现行策略又改过了：请核对后重新定时'],
  [/^cannot be removed$/, '不能删除'],
  [/^is not there$/, '没有这一条'],
  [/^cannot be read: import it, or send it whole$/, '原来的内容读不出来，请整份填写'],
  [/^was erased at their own wish; they must be readmitted first$/, '此人已按本人要求删除；需先由管理员恢复登记'],

  [/^is blank: give the name by which people know it$/, '是空白：请写大家叫得出的名字'],
  [/^is blank: nobody can read it aloud$/, '是空白：没有人念得出来'],
  [/^"(.*)" was damaged by another encoding:.*$/, '“$1”是乱码：请重新输入，文件请存为 UTF-8'],

  [/^nobody is (.+): no home could ever be ready$/, '没有人担任 $1：没有一户能就绪', roles],
  [/^no rule for "(.*)" at every hour:.*$/, '“$1”不是全天都有规则：这样的呼叫会没有人管', callsInChinese],
  [
    /^is never used: an earlier rule for "(.*)" holds at every hour$/,
    '永远用不到：前面已有全天的“$1”规则',
    callsInChinese,
  ],
  [/^begins and ends at the same minute:.*$/, '开始与结束相同：全天的规则请不填时段'],
  [/^names no plan: such a call would end in silence$/, '没有写预案：这样的呼叫会没有人管'],
  [/^"(.*)" is a plan of the (.+) track$/, '“$1”是另一条线（$2）的预案', tracks],
  [/^no call uses the plan "(.*)":.*$/, '没有呼叫用到预案“$1”'],
  [/^"(.*)" has no gateway in this district:.*$/, '本辖区没有“$1”通道：请加到通道清单，或去掉', channels],
  [/^none of its channels exists: this tier could not be reached$/, '这一级的通道都没有：通知不到人'],
  [/^is not less than answerWithinSeconds: it never rings again$/, '不小于应答时限：不会再响第二次'],
  [/^nobody is (.+): they could never be asked$/, '没有人担任 $1：永远问不到人', roles],
  [/^none of these people has a courtyard$/, '这些人都没有填院落'],
  [/^none of these people has a grid$/, '这些人都没有填网格'],
  [/^none of these people has learnt (.+)$/, '这些人都不会 $1', skills],
  [/^there is no group before it that they could be nearer than$/, '前面没有可以比远近的一组'],
  [/^everybody here has been asked by an earlier tier:.*$/, '这里的人前面几级都问过了：用不到这一级'],
  [/^nobody is (.+): who is told when every tier is spent\?$/, '没有人担任 $1：各级都问过后没有人可通知', roles],
  [/^none of these people has a telephone:.*$/, '这些人都没有电话：不开应用就通知不到'],
  [/^must not grow: urgency grows, so the intervals get shorter$/, '间隔只能越来越短'],
  [/^fewer than (\d+) calls a minute may come in on any day:.*$/, '平常一分钟也可能有 $1 起呼叫：那时会按院落派单'],
  [
    /^(\S+) are volunteers: each of them is told who lives behind which door before anybody has said yes$/,
    '$1 是志愿者：还没有人答应，就都知道了谁住在哪扇门后',
    roles,
  ],
  [/^(\S+) are volunteers: they would read illnesses$/, '$1 是志愿者：他们会看到病情', roles],

  [/^is (\S+), which stands for a missing position:.*$/, '是 $1，等于没有位置：请量一个，或不填'],
  [/^lies outside its grid "(.*)": it is in "(.*)"$/, '不在网格“$1”内，而在“$2”内'],
  [
    /^lies outside its grid "(.*)": it is in no grid.*$/,
    '不在网格“$1”内，也不在任何网格内（坐标系不同，或经纬度写反？）',
  ],
  [/^lies (\d+ km) from its courtyard "(.*)" \(lon and lat swapped\?\)$/, '离院落“$2” $1（经纬度写反？）'],
  [/^lies (\d+ km) from its courtyard "(.*)"$/, '离院落“$2” $1'],
  [/^lies (\d+ km) from the grids \(lon and lat swapped\?\)$/, '离各网格 $1（经纬度写反？）'],
  [/^lies (\d+ km) from the grids$/, '离各网格 $1'],
  [/^the grids lie at .*$/, '网格的经纬度与时区不符：经纬度是否都写反了？'],
  [/^crosses or touches itself near (\S+): part of it counts as outside$/, '边界在 $1 附近自相交：有一部分会算作外面'],
  [/^crosses itself: part of it counts as outside$/, '边界自相交：有一部分会算作外面'],
  [/^encloses nothing: its corners lie on one line$/, '没有围住任何地方：角点在一条线上'],
  [/^overlaps "(.*)": a home there would lie in both$/, '与网格“$1”重叠：那里的住户会同属两个网格'],
  [
    /^overlaps "(.*)" by (\d+) m²: is one border drawn twice\?$/,
    '与网格“$1”重叠 $2 平方米：同一条边界是不是画了两遍？',
  ],
  [
    /^leaves a gap of (\d+) m² beside "(.*)": whoever is there is in no grid$/,
    '与网格“$2”之间空出 $1 平方米：那里的人不属于任何网格',
  ],
  [
    /^and the others have too many corners: overlaps and gaps are not looked for$/,
    '与其他网格的角点加起来太多：没有检查重叠和空隙',
  ],
  [
    /^crosses "(.*)" near (\S+) without a vertex in common: nobody can turn there, unless it is a bridge$/,
    '与道路“$1”在 $2 附近交叉，但没有共同的点：那里拐不过去（桥除外）',
  ],
  [/^is a Point: here it must be a (\S+)$/, '是点（Point），这里要 $1', shapes],
  [/^is a LineString: here it must be a (\S+)$/, '是线（LineString），这里要 $1', shapes],
  [/^is a Polygon: here it must be a (\S+)$/, '是面（Polygon），这里要 $1', shapes],
  [/^is drawn as nothing$/, '没有图形'],
  [/^is drawn as (\S+)$/, '图形是 $1，不能用：请用点、线或面'],
  [/^is drawn in GeoJSON only$/, '图形只能从 GeoJSON 读'],
  [/^has (\d+) parts: make a feature of each$/, '由 $1 块组成：请拆成几个'],
  [/^has a hole: draw its border alone$/, '中间有洞：请只留外边界'],
  [/^has no longitude and latitude at point (\d+): longitude comes first$/, '第 $1 个点不是经纬度（先经度后纬度）'],
  [
    /^"(.*)" shares no border with another grid: the neighbours in plan "(.*)" would be nobody$/,
    '“$1”与别的网格没有共同边界：预案“$2”里的邻格没有人',
  ],
  [
    /^"(.*)" is nearest to "(.*)", which no other street leads to: travel times are as the crow flies$/,
    '离“$1”最近的路“$2”与别的路不通：只能按直线估算时间',
  ],
  [/^"(.*)" is not joined to the other streets:.*$/, '“$1”与别的路没有接上：相接处两条线要有同一个点'],
  [
    /^"([^"]*)" \(together with (.*)\) is not joined to the other streets:.*$/,
    '“$1”（连同 $2）与别的路没有接上：相接处两条线要有同一个点',
  ],
];

/** A reason for whoever keeps the registry; one that no form fits is better than none. */
export function problemSays(reason: string, language: 'zh' | 'en'): string {
  if (language === 'en') return reason;
  const [form, words, names] = forms.find(([one]) => one.test(reason)) ?? [];
  return form && words !== undefined ? filledIn(form, words, reason, names) : reason;
}

/** A reason that no form fits is left to the log: an English one would help nobody here. */
export function unsoundInChinese(reason: string): string {
  const [form, words, names] = forms.find(([one]) => one.test(reason)) ?? [];
  const said = form?.exec(reason)?.[0];
  return form && words !== undefined && said !== undefined
    ? filledIn(form, words, said, names)
    : '无法计算（详见日志）';
}

const filledIn = (form: RegExp, words: string, reason: string, names: Readonly<Record<string, string>> = {}): string =>
  reason.replace(form, (_, ...parts: string[]) =>
    words.replace(/\$(\d)/g, (_all, n: string) => names[parts[Number(n) - 1] ?? ''] ?? parts[Number(n) - 1] ?? ''),
  );
