// A password that somebody guesses within the tries that tries.ts allows is none. What counts is how many guesses it stands, as
// zxcvbn counts them: with the 49,000 leaked ones, dates, keyboard rows and repeats that it knows, and what it does not know, which
// is how people here choose: names and endearments in pinyin, numbers that sound like words, the name of their own community.
// Nothing else is asked (no capitals, no digits: NIST SP 800-63B, 5.1.1.2).
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { pinyin } from 'pinyin-pro';

/**
 * 30 million. Over all strangers a login can be tried 3.5 million times a year (tries.ts); eight characters without any pattern
 * stand 100 million by this count.
 */
const guessesAtLeast = 10 ** 7.5;
/** Finding patterns takes time that grows fast with the length, and a long beginning is enough to judge by. */
const judgedAtMost = 24;

const split = (words: string): string[] => words.split(' ');
const surnames = split(
  'wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng feng han cao zeng peng xiao cai pan tian dong yuan yu ye jiang du su wei cheng lu ding ren shen yao xiong bai qin lei hou long duan tan liao',
);
const givenNames = split(
  'wei fang na min jing li qiang lei jun yang yong yan jie juan tao ming chao xia ping gang bo hui hong fei ying peng xin bin lan mei hua yu xiaoming xiaohong xiulan guiying jianguo jianjun zhiqiang yifan zihan haoran',
);
const words = split(
  'woaini woaiwojia aini woxiangni nihao mima wode dajiahao zhongguo beijing shanghai chengdu sichuan chongqing guangzhou shenzhen baobei laopo laogong mama baba nainai yeye jiayou shequ wangge wanggeyuan yijiantong zhiban zhibanyuan anquan guanliyuan guanli ceshi gongzuo dianhua dianwo caonima 1314 520 521 1314520 5201314 1314521 7758521 7758258 147258 147258369 168 666 888 community',
);

const { qwerty, keypad } = adjacencyGraphs;
let judge: ZxcvbnFactory | undefined;
/** Made when it is first asked for: 0.1 s and some megabytes. */
const judgeOf = (): ZxcvbnFactory =>
  (judge ??= new ZxcvbnFactory({
    dictionary: {
      leaked: dictionary['passwords-common'] ?? [],
      words,
      names: givenNames.flatMap((given) => surnames.map((surname) => surname + given)),
    },
    graphs: { ...(qwerty && { qwerty }), ...(keypad && { keypad }) },
    l33tMaxSubstitutions: 10,
  }));

/** @param own what everybody around knows: login, name, community; Chinese counts as written and in pinyin */
export function isWeak(password: string, own: readonly string[]): boolean {
  const said = password.normalize('NFKC').slice(0, judgedAtMost);
  return judgeOf().check(said, own.flatMap(spellings)).guesses < guessesAtLeast;
}

/** 洪门街: 洪门街, hongmenjie, hmj. A word of one letter says nothing. */
function spellings(word: string): string[] {
  const said = word.normalize('NFKC').toLowerCase();
  const parts = said.split(/[^\p{L}\p{N}]+/u);
  const whole = pinyin(said, { toneType: 'none', type: 'array', nonZh: 'consecutive' });
  const first = pinyin(said, { pattern: 'first', type: 'array', nonZh: 'consecutive' });
  return [...new Set([said, ...parts, whole.join('').replaceAll(' ', ''), first.join('').replaceAll(' ', '')])].filter(
    (one) => one.length > 1,
  );
}
