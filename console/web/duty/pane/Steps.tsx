import './Steps.css';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { words } from '../../words/words.ts';

/** 接警 派警 到场 处置 结案: the officer's and the responders' steps are separate facts. */
export function Steps({ incident }: { incident: IncidentView }) {
  const { coming, helpIsComing, needs } = incident;
  const door = needs.filter(({ need }) => need === 'door' || need === 'fire');
  const over = door.length > 0 && door.every(({ state }) => state === 'ended');
  const done = [
    incident.acknowledged !== undefined,
    coming !== undefined || helpIsComing || over,
    coming?.how === 'there' || over,
    over,
    incident.closed !== undefined,
  ];
  const reached = incident.closed ? -1 : done.indexOf(false);
  return (
    <ol class="steps">
      {words.value.steps.map((step, i) => (
        <li key={step} class={done[i] ? 'done' : i === reached ? 'current' : ''}>
          {step}
        </li>
      ))}
    </ol>
  );
}
