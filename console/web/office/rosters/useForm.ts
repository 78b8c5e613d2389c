// The form beside the week: what is open in it, and what became of the last one.
import { useState } from 'preact/hooks';
import type { RosterShift } from '../../../../contracts/office/roster.ts';
import { fieldOf } from '../../look/timeFields.ts';
import { guardLeaving } from '../asked.ts';
import { useGuard } from '../typing.ts';
import { type Draft, draftOf, movedTo, type Open } from './draft.ts';
import { readShift } from './read.ts';

/** Without a draft: days on which shifts do not take place. */
type Opened = Open | { draft?: undefined };

export function useForm() {
  const [open, setOpen] = useState<Opened>();
  const [said, setSaid] = useState('');
  const [wrong, setWrong] = useState('');
  const [times, setTimes] = useState(0);
  useGuard(open !== undefined);

  const show = (next: Opened): void => {
    setSaid('');
    setWrong('');
    setOpen(next);
  };
  /** Opens an occurrence; `to`: as it was dragged. */
  async function change(one: RosterShift, to?: { person: string; start: string; end: string }): Promise<void> {
    const read = await readShift(one.shift);
    if (typeof read === 'string') return setWrong(read);
    const { on, shift, owner, holder } = one;
    const [start, end] = [fieldOf(Date.parse(one.from)), fieldOf(Date.parse(one.to))];
    const draft = draftOf(read, { shift, on, start, end, owner, holder, reach: 'one' });
    show({ draft: to ? { ...movedTo(draft, to.start, to.end), responder: to.person } : draft, standing: read });
  }
  return {
    open,
    said,
    wrong,
    /** counts how often something was saved here */
    times,
    begin: (draft: Draft) => show({ draft }),
    free: () => show({}),
    change,
    set: (draft: Draft) => setOpen((was) => (was?.draft ? { ...was, draft } : was)),
    close: () => setOpen(undefined),
    done: (says: string): void => {
      guardLeaving(undefined);
      setOpen(undefined);
      setSaid(says);
      setTimes((n) => n + 1);
    },
  };
}
