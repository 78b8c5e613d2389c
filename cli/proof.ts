// `yjt incidents ID --proof`: the way of one press, hop by hop, with the gaps.
import { Proof } from '../contracts/system/views.ts';
import type { Answer } from './commands.ts';
import type { Session } from './session.ts';
import { call } from './system.ts';
import { table } from './table.ts';

export async function showProof({ system, say, when }: Session, id: string): Promise<Answer> {
  const proof = await call(system(), `/api/v1/incidents/${encodeURIComponent(id)}/proof`, Proof);
  const rows = proof.hops.map((hop) => [
    hop.at !== undefined
      ? `${when(hop.at)}.${hop.at.slice(20, 23)}`
      : say.proof.states[hop.state === 'awaited' ? 'awaited' : 'gap'],
    hop.afterMs === undefined ? '' : `+${hop.afterMs} ms`,
    say.proof.hops[hop.hop],
    [hop.responder?.name, hop.leg, hop.channel, hop.press].filter((part) => part !== undefined).join(' '),
    say.proof.clocks[hop.clock],
  ]);
  return { json: proof, text: [table(rows), say.proof.gaps(proof.gaps)].join('\n') };
}
