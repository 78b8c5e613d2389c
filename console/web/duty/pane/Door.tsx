// How one gets in, whom one can telephone, and behind glass what ails them.
import type { IncidentDetail, IncidentView } from '../../../../contracts/incident/views.ts';
import { lockedText } from '../../../../contracts/office/personal.ts';
import { CallNumber } from '../../live/CallNumber.tsx';
import { words } from '../../words/words.ts';
import { locked } from '../state.ts';
import { Conditions } from './Conditions.tsx';
import { ContactDue } from './ContactDue.tsx';

export function Door({ detail, incident }: { detail: IncidentDetail | undefined; incident: IncidentView }) {
  const w = words.value;
  if (!detail || incident.home === undefined) return null;
  const { access = {}, persons } = detail;
  const lines = (['gate', 'key', 'mobility', 'note'] as const).flatMap((key) => {
    const line = access[key] ?? (key === 'mobility' ? persons.find((one) => one.mobility)?.mobility : undefined);
    return line === undefined ? [] : [{ name: w.access[key], line }];
  });
  return (
    <section class="section">
      <h3>{w.door}</h3>
      <dl>
        {lines.map(({ name, line }) => [<dt key={name}>{name}</dt>, <dd key={`${name}-text`}>{line}</dd>])}
        {persons.flatMap(({ id, name, phone }) =>
          phone === undefined
            ? []
            : [
                <dt key={`${id}-phone`}>{w.phone}</dt>,
                <dd key={`${id}-phone-text`}>
                  {persons.length > 1 ? name : ''} <CallNumber incident={incident.id} resident={id} masked={phone} />
                </dd>,
              ],
        )}
        {persons.flatMap(({ id, locked: lockedFields = [] }) =>
          (['phone', 'contacts'] as const)
            .filter((field) => lockedFields.includes(field))
            .map((field) => [
              <dt key={`${id}-${field}-locked`}>{w[field]}</dt>,
              <dd key={`${id}-${field}-locked-text`}>{lockedText}</dd>,
            ]),
        )}
        {persons.flatMap((person) =>
          person.contacts.map(({ name, relation, phone }, i) => [
            <dt key={`${person.id}-${phone}`}>{w.contacts}</dt>,
            <dd key={`${person.id}-${phone}-text`}>
              {persons.length > 1 ? w.relationOf(person.name, relation) : relation} {name}{' '}
              <CallNumber incident={incident.id} resident={person.id} contact={i} masked={phone} />
              <ContactDue incident={incident} resident={person.id} contact={i} />
            </dd>,
          ]),
        )}
      </dl>
      {!locked.value && <Conditions incident={incident} detail={detail} />}
    </section>
  );
}
