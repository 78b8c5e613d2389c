import type { AlarmView } from '../../../contracts/system/views.ts';
import { language } from '../words/language.ts';

/** An alarm of the system in the language of the page. */
export const inWords = (alarm: Pick<AlarmView, 'zh' | 'en'>): AlarmView['zh'] => alarm[language.value];
