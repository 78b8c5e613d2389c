// Which contacts see how the resident is: the resident's yes for each, its end, and the link by which they come in.
import { useState } from 'preact/hooks';
import type { Consent, Contact } from '../../../../contracts/office/community.ts';
import { hasAgreed } from '../../../../contracts/office/familySees.ts';
import type { FamilyLink, FamilySessions } from '../../../../contracts/session/family.ts';
import { type Answer, call } from '../../live/api.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { registryWords } from './words.ts';

type Props = {
  id: string;
  version: number;
  contacts: readonly Contact[];
  consents: readonly Consent[];
  again: () => void;
};

export function FamilySees({ id, version, contacts, consents, again }: Props) {
  const r = registryWords.value;
  const [turn, setTurn] = useState(0);
  const [link, setLink] = useState<FamilyLink & { contact: string }>();
  const [trouble, setTrouble] = useState('');
  const path = `/api/v1/residents/${id}/family`;
  const { value } = useRead<FamilySessions>(path, `${version} ${turn}`);
  async function act<T>(answer: Promise<Answer<T>>): Promise<T | undefined> {
    const got = await answer;
    setTrouble(got.ok ? '' : got.message || words.value.notSent);
    setLink(undefined);
    setTurn((n) => n + 1);
    return got.ok ? got.value : undefined;
  }
  async function say(contact: Contact, n: number, withdrawn: boolean): Promise<void> {
    const which = contact.id ?? { n, name: contact.name };
    const body = { purpose: 'family_sees', contact: which, ...(withdrawn && { withdrawn }) };
    if (await act(call(`/api/v1/residents/${id}/consents`, body))) again();
  }
  async function invite(contact: string): Promise<void> {
    const made = await act(call<FamilyLink>(`${path}/${contact}`, {}));
    if (made) setLink({ ...made, contact });
  }
  return (
    <section class="consents" aria-label={r.familySees}>
      <h3>{r.familySees}</h3>
      <p class="hint">{r.familySeesSays}</p>
      <Trouble says={trouble} />
      {contacts.length === 0 && <p>{r.noContacts}</p>}
      <ul>
        {contacts.map((contact, n) => {
          const state = stateOf(contact, consents, value?.sessions ?? []);
          return (
            <li key={contact.id ?? n} data-family={state}>
              <span>
                {contact.relation} {contact.name}：{r.familyStates[state]}
              </span>
              {state !== 'no' && contact.id !== undefined && (
                <button class="button" type="button" onClick={() => void invite(contact.id ?? '')}>
                  {r.makeLink}
                </button>
              )}
              {(state === 'session' || state === 'link') && (
                <button
                  class="button"
                  type="button"
                  onClick={() => void act(call(`${path}/${contact.id}`, undefined, 'DELETE'))}
                >
                  {r.endSessions}
                </button>
              )}
              <button class="button" type="button" onClick={() => void say(contact, n, state !== 'no')}>
                {state === 'no' ? r.agree : r.withdraw}
              </button>
              {link && link.contact === contact.id && <Link link={link} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Link({ link: { link, expiresAt } }: { link: FamilyLink }) {
  const says = registryWords.value.familyLink(momentOf(Date.parse(expiresAt)));
  return (
    <label class="family-link">
      {says}
      <input readOnly value={link} onFocus={({ currentTarget }) => currentTarget.select()} />
    </label>
  );
}

type State = 'no' | 'agreed' | 'link' | 'session';

function stateOf({ id }: Contact, consents: readonly Consent[], sessions: FamilySessions['sessions']): State {
  if (id === undefined || !hasAgreed(consents, id)) return 'no';
  const mine = sessions.filter(({ contact }) => contact === id);
  return mine.some(({ kind }) => kind === 'session') ? 'session' : mine.length > 0 ? 'link' : 'agreed';
}
