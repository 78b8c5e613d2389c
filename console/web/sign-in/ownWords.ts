// What a page reads out about signing in while somebody is signed in; the rest comes with the panel or the sign-in (words.ts).
const passwordZh = {
  title: '请设一个密码，下次用它登录',
  hint: '至少 8 个字符',
  save: '保存',
  later: '以后再说',
  tooShort: '密码至少要 8 个字符。',
  notSent: '没有保存：与服务器的连接断开。请稍后再试。',
};
const passwordEn: typeof passwordZh = {
  title: 'Choose a password for the next time',
  hint: 'at least 8 characters',
  save: 'Save',
  later: 'Later',
  tooShort: 'A password needs at least 8 characters.',
  notSent: 'Not saved: no connection to the server. Please try again.',
};
/** Both languages: a test compares them. */
export const passwordWords = { zh: passwordZh, en: passwordEn };

const ownSignInZh = {
  title: '我的登录',
  notices: {
    factors_reset: (at: string, by: string) =>
      `${at} 您的验证器、通行密钥和恢复码已由 ${by} 清除。如果不是您要求的，请立即联系管理员。`,
    recovery_code_used: (at: string) => `${at} 有人用您的一个恢复码登录。如果不是您本人，请立即更换密码。`,
    identity_changed: (at: string, by: string) => `${at} 您的统一登录对应关系已由 ${by} 更改。`,
  },
  understood: '知道了',
};
const ownSignInEn: typeof ownSignInZh = {
  title: 'My sign-in',
  notices: {
    factors_reset: (at, by) =>
      `${at} Your app, passkeys and recovery codes were removed by ${by}. If you did not ask for it, tell an administrator now.`,
    recovery_code_used: (at) =>
      `${at} One of your recovery codes was used. If that was not you, change your password now.`,
    identity_changed: (at, by) => `${at} Who you are at the sign-in provider was changed by ${by}.`,
  },
  understood: 'Understood',
};
/** Both languages: a test compares them. */
export const ownSignInWords = { zh: ownSignInZh, en: ownSignInEn };
