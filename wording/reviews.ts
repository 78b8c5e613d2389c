// What may be found when an incident is listened to again.
import type { ReviewVerdict } from '../contracts/office/reviews.ts';

export const verdictNames = {
  zh: { good: '妥当', improve: '可改进', serious: '有严重问题' },
  en: { good: 'good', improve: 'to improve', serious: 'serious' },
} as const satisfies Record<'zh' | 'en', Record<ReviewVerdict, string>>;
