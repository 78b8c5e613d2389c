// What is ticked and typed at the door, by leg: nothing is lost when another call comes between.
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import type { Finding } from '../../../contracts/terms.ts';
import { keyOf } from './state.ts';

export type Draft = { findings: readonly Finding[]; text: string };
const drafts = new Map<string, Draft>();

export const draftOf = (leg: MyLeg): Draft => drafts.get(keyOf(leg)) ?? { findings: [], text: '' };
export const keepDraft = (leg: MyLeg, draft: Draft): void => void drafts.set(keyOf(leg), draft);
export const dropDraft = (leg: MyLeg): void => void drafts.delete(keyOf(leg));
