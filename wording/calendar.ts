// What a calendar of shifts says. No resident is named in it.
const zh = {
  name: (who: string, community: string) => `${who}的班次（${community}）`,
  roster: (community: string) => `${community}值班表`,
  duty: (community: string) => `值班 · ${community}`,
  swapped: (owner: string) => `替${owner}（换班）`,
  standsIn: (holder: string) => `替${holder}（请假）`,
};
const en: typeof zh = {
  name: (who, community) => `Shifts of ${who} (${community})`,
  roster: (community) => `Roster of ${community}`,
  duty: (community) => `On duty · ${community}`,
  swapped: (owner) => `for ${owner} (swap)`,
  standsIn: (holder) => `for ${holder} (leave)`,
};
export const calendarWording = { zh, en };
