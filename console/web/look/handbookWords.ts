// What the way to a handbook is called.
const zh = { handbook: '使用手册' };
const en: typeof zh = { handbook: 'Handbook (in Chinese)' };
/** Both languages: a test compares them. */
export const handbookWords = { zh, en };
