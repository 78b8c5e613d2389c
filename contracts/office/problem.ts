/**
 * Something wrong with an imported district. `path` is a JSON pointer into the bundle (`/homes/3`), `field` the field in
 * it. An error refuses the import; a warning is for a human to judge.
 */
export type Problem = { severity: 'error' | 'warning'; path: string; field: string; reason: string };

type Make = (path: string, field: string, reason: string) => Problem;
export const error: Make = (path, field, reason) => ({ severity: 'error', path, field, reason });
export const warning: Make = (path, field, reason) => ({ severity: 'warning', path, field, reason });
