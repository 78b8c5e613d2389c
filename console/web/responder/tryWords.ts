// What the phone says of a button that is tried beside a resident.
import { inLanguage } from '../words/inLanguage.ts';

const zh = {
  title: '帮住户试按钮',
  says: '您在住户身边时用。开始后 5 分钟内，第一次按算测试，不会叫人；再按一次就是真的求助。',
  number: '按钮上的编号',
  begin: '开始测试',
  until: (when: string) => `可以按了。${when} 前的第一次按算测试，之后都是真的求助。`,
  stored: '已提交，还没有确认：请先不要按，稍后再点一次。',
  notSent: '没有发出去，请看信号后再按一次。',
};
const en: typeof zh = {
  title: 'Try a resident’s button',
  says: 'For when you are with the resident. Within 5 minutes the first press is a test and calls nobody; a second one is a real call.',
  number: 'Number on the button',
  begin: 'Begin the test',
  until: (when) => `Press it now. Until ${when} the first press is a test; every other one is a real call.`,
  stored: 'Sent, not confirmed yet: do not press, and ask once more in a moment.',
  notSent: 'It was not sent; look at the signal and try again.',
};
export const tryWords = inLanguage({ zh, en });
