import type { IncidentDetail } from '../../../contracts/incident/views.ts';
import { lockedText } from '../../../contracts/office/personal.ts';
import { CallNumber } from '../live/CallNumber.tsx';
import { Phone } from '../look/Phone.tsx';
import { words } from '../words/words.ts';
import { deskWords } from './language.ts';

/** The family, by line of the card. @param open their numbers may be seen: a reason was given */
export function Contacts(props: { incident: string; persons: IncidentDetail['persons']; open: boolean }) {
  const { incident, persons, open } = props;
  const h = deskWords.value;
  return (
    <>
      {persons
        .filter(({ locked = [] }) => locked.includes('contacts'))
        .map(({ id }) => [<dt key={`${id}-locked`}>{h.contacts}</dt>, <dd key={`${id}-locked-line`}>{lockedText}</dd>])}
      {persons.flatMap((one) =>
        one.contacts.map(({ name, relation, phone }, i) => [
          <dt key={`${one.id}-${i}`}>{h.contacts}</dt>,
          <dd key={`${one.id}-${i}-line`}>
            {persons.length > 1 ? words.value.relationOf(one.name, relation) : relation} {name}{' '}
            {open ? (
              <Phone number={phone} />
            ) : (
              <CallNumber incident={incident} resident={one.id} contact={i} masked={phone} />
            )}
          </dd>,
        ]),
      )}
    </>
  );
}
