import { it } from 'vitest';

/** What takes long and changes seldom: `npm run test:long` runs it, `npm test` does not. */
export const long = it.runIf(process.env.YJT_LONG !== undefined);
