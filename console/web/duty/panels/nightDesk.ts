// Who is told of every incident at once tonight, as this page was told last, and the switch that hands it over.
import { computed, signal } from '@preact/signals';
import type { NightDesk, NightDeskOrder } from '../../../../contracts/office/responders.ts';
import { type Answer, call } from '../../live/api.ts';
import { now } from '../../live/page.ts';
import { minuteOf } from '../../look/time.ts';
import type { Words } from '../../words/zh.ts';

const path = '/api/v1/night-desk';
const told = signal<NightDesk['holders']>([]);

/** It ends by itself, also while the link is down. */
export const nightDeskHolders = computed(() => told.value.filter(({ until }) => now.value < Date.parse(until)));

/** When it cannot be read what is known stands: whoever holds it goes on holding it. */
export async function readNightDesk(): Promise<void> {
  keep(await call<NightDesk>(path));
}

/** Without a responder the hall has it again. */
export async function handNightDesk(order: NightDeskOrder): Promise<Answer<NightDesk>> {
  return keep(await call<NightDesk>(path, order));
}

/** `夜间值守：李某，至 07:00` */
export const nightDeskSays = (holders: NightDesk['holders'], w: Words): string =>
  w.nightDesk.is(holders.map(({ name, until }) => w.nightDesk.holder(name, minuteOf(Date.parse(until)))).join(' · '));

function keep(answer: Answer<NightDesk>): Answer<NightDesk> {
  if (answer.ok) told.value = answer.value.holders;
  return answer;
}
