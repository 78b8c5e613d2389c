// The processes of a system, and the memory that each has in use.
import { readFileSync } from 'node:fs';
import type { System } from '../test/system.ts';

/** By the file that they run, MB. */
export function megabytesOf(system: System): Map<string, number> {
  return new Map(
    system.processes().flatMap(({ pid, command }) => {
      const name = /dist\/([a-z-]+)\/(?:server\/)?main\.js|(redis-server)/.exec(command);
      const kB = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
      return name ? [[name[1] ?? name[2] ?? '', Math.round(Number(kB) / 1024)] as const] : [];
    }),
  );
}
