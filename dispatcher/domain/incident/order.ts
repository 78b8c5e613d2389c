// What all orders of officers share: how one is refused, which leg it names, who gave the one before.

import type { ErrorCode } from '../../../contracts/errors.ts';
import { at, type EpochMs } from '../../../contracts/ids.ts';
import { officerIn } from '../../../contracts/incident/actor.ts';
import type { Command } from '../../../contracts/incident/commands.ts';
import type { Leg } from '../../../contracts/incident/state.ts';
import type { World } from '../world.ts';
import type { Context } from './context.ts';
import type { Draft } from './draft.ts';

/** Why an order does not apply; `who`: the officer who was faster, or whoever has said something since. */
export type Refusal = { code: ErrorCode; who?: string };
export type Order<C extends Command['command']> = Extract<Command, { command: C }>;
/** Whose order it is, and what it is weighed against. */
export type Given = { by: string; context: Context; world: World };

export const nameOf = (by: string): string => officerIn(by);
export const reviewIn = (seconds: number, draft: Draft): EpochMs => at(draft.now + seconds * 1000);
export const legNamed = (draft: Draft, id: string): Leg | undefined => draft.incident.legs.find((one) => one.id === id);
