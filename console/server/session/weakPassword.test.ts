import { describe, expect, it } from 'vitest';
import { isWeak } from './weakPassword.ts';

/** What everybody in the hall knows of her. */
const own = ['zhou.min', '周敏', 'hongmenjie', '洪门街社区', 'Hongmenjie'];

describe('a password', () => {
  it.each([
    ['of every list of leaked ones', ['12345678', 'password1', 'Administrator', 'qwertyuiop', '1qaz2wsx', 'iloveyou']],
    [
      'that sounds like a word here',
      ['woaini1314', '5201314a', 'a5201314', '1314520abc', 'woaini520520', 'nihao123456'],
    ],
    ['of a name in pinyin and a birthday', ['zhangwei1990', 'wangfang880808', 'zhangwei19880808', 'lina19991231']],
    ['that is a day or a telephone', ['19850317', '1985-03-17', '13812345678']],
    ['of one’s own name or login', ['zhoumin19850317', '周敏19850317', 'zhou.min1', 'zm19850317', '周敏周敏周敏']],
    ['of one’s own community', ['hongmenjie2026', 'Hongmenjie!', '洪门街社区2026', 'hmjsq2026', 'shequ12345']],
    ['of one thing over and over', ['aA1!aA1!', '11111111', '我爱你我爱你我爱你', 'abcd1234abcd', 'x'.repeat(200)]],
  ])('%s is weak', (_, passwords) => expect(passwords.filter((one) => !isWeak(one, own))).toEqual([]));

  it('that only its owner knows is not, whatever characters it is of', () => {
    const good = ['夜里值班不打瞌睡', '早上喝茶晚上散步', 'correct horse battery', 'k3v9xq2m', 'yelizhibanbudakeshui'];
    expect(good.filter((one) => isWeak(one, own))).toEqual([]);
  });

  it('is judged within a blink, however long and tangled', () => {
    isWeak('warm', own);
    const begun = performance.now();
    for (const part of ['4@310$5!7|+z', 'pass word a1@4', '1985031712']) isWeak(part.repeat(20).slice(0, 200), own);
    expect(performance.now() - begun).toBeLessThan(1_500);
  });
});
