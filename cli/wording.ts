// What yjt says, one table a language, put together of one a subject. Codes and ids stay as they are: they are typed again.
import { audit } from './words/audit.ts';
import { backup } from './words/backup.ts';
import { certs } from './words/certs.ts';
import { doctor } from './words/doctor.ts';
import { incidents } from './words/incidents.ts';
import { logins } from './words/logins.ts';
import { pair } from './words/pair.ts';
import { policy } from './words/policy.ts';
import { records } from './words/records.ts';
import { residents } from './words/residents.ts';
import { source } from './words/source.ts';
import { system } from './words/system.ts';

const zh = {
  language: 'zh',
  ...system.zh,
  ...incidents.zh,
  ...logins.zh,
  ...pair.zh,
  ...certs.zh,
  ...audit.zh,
  ...policy.zh,
  ...residents.zh,
  ...records.zh,
  ...backup.zh,
  ...doctor.zh,
  ...source.zh,
};
/** All sentences of one language. */
export type Words = typeof zh;

const en: Words = {
  language: 'en',
  ...system.en,
  ...incidents.en,
  ...logins.en,
  ...pair.en,
  ...certs.en,
  ...audit.en,
  ...policy.en,
  ...residents.en,
  ...records.en,
  ...backup.en,
  ...doctor.en,
  ...source.en,
};

export const words = { zh, en };
