// What is read before anybody is signed in.
const signInZh = {
  says: '请用管理员给您的登录链接进入，或输入用户名和密码。',
  expired: '这个登录链接已经用过或已过期，请向管理员再要一个。',
  login: '用户名',
  password: '密码',
  enter: '进入',
  token: '令牌',
  withToken: '改用令牌',
  withPassword: '改用密码',
  another: '没有用户名，或忘了密码：请找社区管理员。',
  notSent: '没有发出：与服务器的连接断开。请稍后再试。',
  language: 'English',
};
const signInEn: typeof signInZh = {
  says: 'Open the sign-in link that your administrator gave you, or enter your login and password.',
  expired: 'This sign-in link has been used or has expired. Ask your administrator for another.',
  login: 'Login',
  password: 'Password',
  enter: 'Enter',
  token: 'Token',
  withToken: 'Use a token instead',
  withPassword: 'Use a password instead',
  another: 'No login, or a forgotten password: ask the administrator of your community.',
  notSent: 'Not sent: no connection to the server. Please try again.',
  language: '中文',
};
/** Both languages: a test compares them. */
export const signInWords = { zh: signInZh, en: signInEn };

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
