// What somebody of the family has said, as officers and the office read it: kept as words, in the language of the log.
const says = { coming: '正在赶来', has_key: '有家里的钥匙' } as const;

type Said = {
  /** how the contact stands in the registry */
  who: string;
  word: keyof typeof says;
  /** until they are there, as they think */
  minutes: number | undefined;
};

export function familySays({ who, word, minutes }: Said): string {
  const about = minutes === undefined || word !== 'coming' ? '' : `，大约 ${minutes} 分钟到`;
  return `家属（${who}）：${says[word]}${about}`;
}

/** Why a resident counts as away, or at home again. */
export const awaySays = { away: '家属说：暂时不在家', home: '家属说：已经回家' } as const;
