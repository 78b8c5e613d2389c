// What is wrong with a document, or with a district as a whole, in Chinese. The reasons are made in English where a file is checked; a test
// goes through them.

/** The form of a reason, and what it is in Chinese; `$1` as in the reason. */
const forms: readonly (readonly [RegExp, string])[] = [
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
  [/^must be (>=|<=) (\S+)$/, '应 $1 $2'],
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
  [/^there is no shift "(.*)"$/, '没有班次“$1”'],
  [/^there is no plan "(.*)"$/, '没有预案“$1”'],
  [/^there is no district "(.*)" here$/, '这里没有辖区“$1”'],
  [/^"(.*)" has no device: nobody can call$/, '“$1”没有设备，无法呼叫'],
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
  [/^is not known here:.*$/, '名册里没有：请照名册上的名称填，或填编号'],
  [/^is the name of several: write the id$/, '有好几个同名：请填编号'],
  [/^nobody has registered a home at this address$/, '名册里没有这个住址'],
  [/^stands in this file twice: first in row (\d+)$/, '表里重复：第 $1 行已经有了'],
  [/^is missing: where they are when nothing newer is known$/, '没有网格和院落时，请填经纬度'],
  [/^cannot be removed$/, '不能删除'],
  [/^is not there$/, '没有这一条'],
  [/^cannot be read: import it, or send it whole$/, '原来的内容读不出来，请整份填写'],
  [/^was erased at their own wish; they must be readmitted first$/, '此人已按本人要求删除；需先由管理员恢复登记'],

  [/^is blank: give the name by which people know it$/, '是空白：请写大家叫得出的名字'],
  [/^is blank: nobody can read it aloud$/, '是空白：没有人念得出来'],
  [/^"(.*)" was damaged by another encoding:.*$/, '“$1”是乱码：请重新输入，文件请存为 UTF-8'],

  [/^nobody is (.+): no home could ever be ready$/, '没有人担任 $1：没有一户能就绪'],
  [/^no rule for "(.*)" at every hour:.*$/, '“$1”不是全天都有规则：这样的呼叫会没有人管'],
  [/^is never used: an earlier rule for "(.*)" holds at every hour$/, '永远用不到：前面已有全天的“$1”规则'],
  [/^begins and ends at the same minute:.*$/, '开始与结束相同：全天的规则请不填时段'],
  [/^names no plan: such a call would end in silence$/, '没有写预案：这样的呼叫会没有人管'],
  [/^"(.*)" is a plan of the (.+) track$/, '“$1”是另一条线（$2）的预案'],
  [/^no call uses the plan "(.*)":.*$/, '没有呼叫用到预案“$1”'],
  [/^"(.*)" has no gateway in this district:.*$/, '本辖区没有“$1”通道：请加到通道清单，或去掉'],
  [/^none of its channels exists: this tier could not be reached$/, '这一级的通道都没有：通知不到人'],
  [/^is not less than answerWithinSeconds: it never rings again$/, '不小于应答时限：不会再响第二次'],
  [/^nobody is (.+): they could never be asked$/, '没有人担任 $1：永远问不到人'],
  [/^none of these people has a courtyard$/, '这些人都没有填院落'],
  [/^none of these people has a grid$/, '这些人都没有填网格'],
  [/^none of these people has learnt (.+)$/, '这些人都不会 $1'],
  [/^there is no group before it that they could be nearer than$/, '前面没有可以比远近的一组'],
  [/^everybody here has been asked by an earlier tier:.*$/, '这里的人前面几级都问过了：用不到这一级'],
  [/^nobody is (.+): who is told when every tier is spent\?$/, '没有人担任 $1：各级都问过后没有人可通知'],
  [/^none of these people has a telephone:.*$/, '这些人都没有电话：不开应用就通知不到'],
  [/^must not grow: urgency grows, so the intervals get shorter$/, '间隔只能越来越短'],
  [/^fewer than (\d+) calls a minute may come in on any day:.*$/, '平常一分钟也可能有 $1 起呼叫：那时会按院落派单'],
  [
    /^(\S+) are volunteers: each of them is told who lives behind which door before anybody has said yes$/,
    '$1 是志愿者：还没有人答应，就都知道了谁住在哪扇门后',
  ],
  [/^(\S+) are volunteers: they would read illnesses$/, '$1 是志愿者：他们会看到病情'],

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
  const [form, words] = forms.find(([one]) => one.test(reason)) ?? [];
  return form && words !== undefined ? reason.replace(form, words) : reason;
}

/** A reason that no form fits is left to the log: an English one would help nobody here. */
export function unsoundInChinese(reason: string): string {
  const [form, words] = forms.find(([one]) => one.test(reason)) ?? [];
  return form && words !== undefined ? (reason.match(form)?.[0] ?? '').replace(form, words) : '无法计算（详见日志）';
}
