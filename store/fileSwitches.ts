// What the files of the last import said of everybody's own duty switch. A switch that has been turned since stands when the same
// files come in again: only what they say anew about it counts (registry.ts writes it together with the documents).
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Responder } from '../contracts/community.ts';
import { EpochMsSchema } from '../contracts/ids.ts';
import { directoryKeys } from './keys.ts';
import { readStored } from './stored.ts';

const FileSwitch = Type.Object({ onDuty: Type.Boolean(), dutyUntil: Type.Optional(EpochMsSchema) });
/** As it stands in a file. */
export type FileSwitch = Static<typeof FileSwitch>;
const FileSwitchCheck = Compile(FileSwitch);

/** What of a responder is the own switch. */
export const switchOf = ({ onDuty, dutyUntil }: Responder): FileSwitch => ({
  onDuty,
  ...(dutyUntil === undefined ? {} : { dutyUntil }),
});

/** @returns by responder; nobody of whom no file is known to have said anything */
export async function readFileSwitches(redis: Redis, district: string): Promise<ReadonlyMap<string, FileSwitch>> {
  const stored = await redis.hgetall(directoryKeys.fileSwitches(district));
  return new Map(
    Object.entries(stored).flatMap(([id, text]) => {
      const said = readStored(FileSwitchCheck, text);
      return said ? [[id, said] as const] : [];
    }),
  );
}
