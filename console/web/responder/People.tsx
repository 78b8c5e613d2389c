import './People.css';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { words } from './language.ts';

/** Who calls, as far as it may be known before the yes. */
export function People({ leg }: { leg: MyLeg }) {
  const w = words.value;
  return (
    <div class="people">
      {leg.persons.length === 0 && (
        <b>{leg.person === 'sealed' ? w.sealed : leg.person === 'withheld' ? w.withheld : w.unknownPerson}</b>
      )}
      {leg.persons.map(({ id, name, gender, age, livesAlone }) => (
        <p key={id}>
          <b>{name}</b>{' '}
          <span>{[w.genders[gender], w.age(age), livesAlone ? w.alone : ''].filter((part) => part).join(' ')}</span>
        </p>
      ))}
    </div>
  );
}
