// Types of papers.mjs for the tests: it is plain JavaScript, since it runs beside bootstrap.mjs.
export type LockedPackage = {
  path: string;
  name: string;
  version: string;
  license?: string;
  integrity?: string;
  dev?: boolean;
  optional?: boolean;
};
export const allowedLicences: readonly string[];
export function isAllowed(expression: unknown): boolean;
export function lockedPackages(lockFile?: string): LockedPackage[];
export function writePapers(folder?: string): string;
