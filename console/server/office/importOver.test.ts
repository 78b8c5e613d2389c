import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { CommunityBundle, Resident, Responder } from '../../../contracts/office/community.ts';
import { aboutAway, aboutDuty, dutyWord, wordsOf } from '../../../store/fileSwitches.ts';
import { sampleBundle } from '../../../test/sample.ts';
import { importOver } from './importOver.ts';

const now = at(Date.UTC(2026, 10, 28));
const sample = sampleBundle();
const [first] = sample.responders;
const [resident] = sample.residents;
if (!first || !resident) throw new Error('the sample has both');

const withFirst = (change: Partial<Responder>): CommunityBundle => ({
  ...sample,
  responders: sample.responders.map((one) => (one === first ? { ...one, ...change } : one)),
});
const withResident = (change: Partial<Resident>): CommunityBundle => ({
  ...sample,
  residents: sample.residents.map((one) => (one === resident ? { ...one, ...change } : one)),
});
const over = (
  before: CommunityBundle,
  file: CommunityBundle,
  more: { said?: CommunityBundle; undo?: boolean } = {},
) => {
  const { bundle, said, notes } = importOver(before, file, {
    said: wordsOf(more.said ?? sample),
    undo: more.undo ?? false,
    now,
  });
  const one = bundle.responders.find(({ id }) => id === first.id);
  return { one, said, notes, resident: bundle.residents.find(({ id }) => id === resident.id) };
};

describe('the own duty switch', () => {
  it('that was turned since stands when the same files come in again, and is named', () => {
    const { one, notes } = over(withFirst({ onDuty: false, dutyUntil: at(now + 60_000) }), sample);
    expect(one).toMatchObject({ onDuty: false, dutyUntil: at(now + 60_000) });
    expect(notes).toEqual([expect.stringContaining(`(${first.id}) stays switched off duty`)]);
  });

  it('that nobody has turned is as the files say, and nobody is named', () => {
    const { one, notes } = over(sample, sample);
    expect(one).toEqual(first);
    expect(notes).toEqual([]);
  });

  it('of which the files say something new is as they say, and named', () => {
    const { one, notes } = over(withFirst({ onDuty: false }), withFirst({ dutyUntil: at(now + 5) }));
    expect(one).toMatchObject({ onDuty: true, dutyUntil: at(now + 5) });
    expect(notes).toEqual([expect.stringContaining('was switched off duty and is on duty now, as the files say')]);
  });

  it('stands through a second import of the same files', () => {
    const turned = withFirst({ onDuty: false });
    const once = over(turned, sample);
    expect(once.said.get(aboutDuty(first.id))).toBe(dutyWord(first));
    expect(over(withFirst({ onDuty: once.one?.onDuty ?? true }), sample).one?.onDuty).toBe(false);
  });

  it('stands where nobody knows what files said before', () => {
    const { bundle } = importOver(withFirst({ onDuty: false }), sample, { said: new Map(), undo: false, now });
    expect(bundle.responders.find(({ id }) => id === first.id)?.onDuty).toBe(false);
  });

  it('that has run out is not spoken of where shifts count', () => {
    const ran = { onDuty: false, dutyUntil: at(now - 1) };
    expect(over(withFirst(ran), sample).notes).toEqual([]);
  });

  it('is brought back by an undo where the import had changed it, and stands where its holder has', () => {
    const off = withFirst({ onDuty: false });
    expect(over(off, sample, { said: off, undo: true }).one?.onDuty).toBe(true);
    expect(over(off, sample, { said: sample, undo: true }).one?.onDuty).toBe(false);
  });
});

it('the night desk and a login of their own stay with whoever has them', () => {
  const before = withFirst({ nightDeskUntil: at(now + 3_600_000), simulated: false });
  expect(over(before, withFirst({ simulated: true })).one).toMatchObject({
    nightDeskUntil: at(now + 3_600_000),
    simulated: false,
  });
});

describe('the night desk', () => {
  const [tonight, later] = [at(now + 3_600_000), at(now + 7_200_000)];
  const file = withFirst({ nightDeskUntil: tonight });

  it('that was taken back since stays in the hall when the same files come in again, and is named', () => {
    const { one, notes } = over(sample, file, { said: file });
    expect(one).toEqual(first);
    expect(notes).toEqual([expect.stringContaining(`(${first.id}) does not get the night desk`)]);
  });

  it('that was handed for longer since stays so', () => {
    expect(over(withFirst({ nightDeskUntil: later }), file, { said: file }).one?.nightDeskUntil).toBe(later);
  });

  it('of which the files say something new is as they say, and named', () => {
    const { one, notes } = over(sample, file);
    expect(one?.nightDeskUntil).toBe(tonight);
    expect(notes).toEqual([expect.stringContaining(`(${first.id}) has the night desk, as the files say`)]);
  });
});

describe('a resident', () => {
  const away = { since: at(now - 86_400_000), because: 'hospital' } as const;
  const inHospital = withResident({ away });

  it('who has been seen at home since stays at home when the same files come in again, twice, and is named', () => {
    const once = over(sample, inHospital, { said: inHospital });
    expect(once.resident).toEqual(resident);
    expect(once.notes).toEqual([`${resident.id} still counts as at home; the files say otherwise`]);
    expect(importOver(sample, inHospital, { said: once.said, undo: false, now }).bundle.residents).toEqual(
      sample.residents,
    );
  });

  it('of whom the files say something new is as they say, and named', () => {
    const again = { ...away, since: now };
    const { resident: after, said, notes } = over(sample, withResident({ away: again }), { said: inHospital });
    expect(after?.away).toEqual(again);
    expect(said.get(aboutAway(resident.id))).toBe(JSON.stringify(again));
    expect(notes).toEqual([`${resident.id} counts as away now, as the files say`]);
  });

  it('whom the files no longer have away is at home, and named', () => {
    const { resident: after, notes } = over(inHospital, sample, { said: inHospital });
    expect(after).toEqual(resident);
    expect(notes).toEqual([`${resident.id} counts as at home now, as the files say`]);
  });

  it('in hospital since the files were read stays away until somebody has seen them at home', () => {
    expect(over(inHospital, sample).resident?.away).toEqual(away);
  });

  const given = { purpose: 'health_notes', given: '2026-01-05', how: '书面' } as const;
  it('reads on a card a telephone that the files do not know', () => {
    const written = { ...sample, district: { ...sample.district, phone: '028-85120000' } };
    const phoneAfter = (file: CommunityBundle) =>
      importOver(written, file, { said: wordsOf(sample), undo: false, now }).bundle.district.phone;
    expect(phoneAfter(sample)).toBe('028-85120000');
    expect(phoneAfter({ ...sample, district: { ...sample.district, phone: '028-1' } })).toBe('028-1');
  });

  it('whose card was made, or lost, since has that, and no number of the files beside it', () => {
    const ended = { state: 'ended', at: now, because: 'lost' } as const;
    const { card: _, ...without } = resident;
    const before = { ...sample, residents: sample.residents.map((one) => (one === resident ? without : one)) };
    const residents = before.residents.map((one) => (one === without ? { ...one, doorCard: ended } : one));
    const one = over({ ...before, residents }, withResident({ card: 'OLD-1234' })).resident;
    expect(one).toMatchObject({ doorCard: ended });
    expect(one).not.toHaveProperty('card');
    expect(over(sample, withResident({ card: 'NEW-1234' })).resident?.card).toBe('NEW-1234');
  });

  it('who has taken a consent back does not get what rests on it by the same files', () => {
    const file = withResident({ conditions: ['高血压'], mobility: '轮椅', consents: [given] });
    const before = withResident({ conditions: [], consents: [{ ...given, withdrawn: '2026-03-01' }] });
    const { resident: after, notes } = over(before, file);
    expect(after?.consents).toEqual([{ ...given, withdrawn: '2026-03-01' }]);
    expect([after?.conditions, after?.mobility]).toEqual([[], undefined]);
    expect(notes).toEqual([expect.stringContaining(`${resident.id} has taken back a consent`)]);
  });

  it('who has given it again since, in the files, gets it back', () => {
    const again = { ...given, given: '2026-05-01' };
    const file = withResident({ conditions: ['高血压'], consents: [given, again] });
    const before = withResident({ conditions: [], consents: [{ ...given, withdrawn: '2026-03-01' }] });
    expect(over(before, file).resident).toMatchObject({
      conditions: ['高血压'],
      consents: [{ ...given, withdrawn: '2026-03-01' }, again],
    });
  });

  it('who took it back by mistake and gave it again the same day keeps what rests on it', () => {
    const file = withResident({ conditions: ['高血压'], consents: [] });
    const [back, yes] = [{ ...given, withdrawn: given.given }, given];
    const before = withResident({ conditions: ['高血压'], consents: [back, yes] });
    expect(over(before, file).resident).toMatchObject({ conditions: ['高血压'], consents: [back, yes] });
  });

  it('keeps a consent that the files do not know', () => {
    expect(over(withResident({ consents: [given] }), sample).resident?.consents).toEqual([given]);
  });
});

describe('a key that is kept elsewhere', () => {
  const [home] = sample.homes;
  const key = { place: '值班室钥匙箱', hook: '12' };
  const out = { who: '王师傅', at: 5, why: '老人忘带钥匙' };
  type Keys = NonNullable<CommunityBundle['homes'][number]['keys']>;
  const withKeys = (keys: Keys): CommunityBundle => ({
    ...sample,
    homes: sample.homes.map((one) => (one === home ? { ...one, keys } : one)),
  });
  const keysAfter = (before: CommunityBundle, file: CommunityBundle) =>
    importOver(before, file, { said: wordsOf(sample), undo: false, now }).bundle.homes.find(({ id }) => id === home?.id)
      ?.keys;

  it.each([
    { what: 'hangs where it did when the files say nothing of it', before: [key], file: undefined, after: [key] },
    { what: 'is with whoever took it since', before: [{ ...key, out }], file: [key], after: [{ ...key, out }] },
    { what: 'is back, whatever older files say', before: [key], file: [{ ...key, out }], after: [key] },
    { what: 'hangs where the files say it now does', before: [key], file: [{ ...key, hook: '3' }], after: [{ ...key, hook: '3' }] }, // biome-ignore format: one line
    { what: 'comes in with the files', before: undefined, file: [key], after: [key] },
  ])('$what', ({ before, file, after }) => {
    expect(keysAfter(before ? withKeys(before) : sample, file ? withKeys(file) : sample)).toEqual(after);
  });
});

describe('a device', () => {
  const [device] = sample.devices;
  const withDevice = (change: Partial<typeof device>): CommunityBundle => ({
    ...sample,
    devices: sample.devices.map((one) => (one === device ? { ...one, ...change } : one)),
  });
  const imported = (before: CommunityBundle, file: CommunityBundle) =>
    importOver(before, file, { said: wordsOf(sample), undo: false, now }).bundle.devices[0];
  const installing = { since: at(now - 60_000) };

  it('that is being installed goes on being so when files come in, and where it hangs stays known', () => {
    expect(imported(withDevice({ installing, place: '床头' }), sample)).toEqual({
      ...device,
      installing,
      place: '床头',
    });
  });

  it.each(['0x00158d0001a2b3c4', undefined])(
    'that is being installed keeps its address, whatever files say: %s',
    (address) => {
      const known = withDevice({ installing, address: '0x00158d0001a2b3ff' });
      const file = withDevice(address === undefined ? {} : { address });
      for (const undo of [false, true]) {
        const { bundle, notes } = importOver(known, file, { said: wordsOf(sample), undo, now });
        expect(bundle.devices[0]).toMatchObject({ installing, address: '0x00158d0001a2b3ff' });
        expect(notes).toContainEqual(expect.stringContaining(`${device?.id} is being installed and keeps its address`));
      }
    },
  );

  it('that is installed takes the address that files say', () => {
    expect(imported(withDevice({ address: 'a' }), withDevice({ address: 'b' }))?.address).toBe('b');
  });

  it('that is installed is not begun anew by files of before', () => {
    expect(imported(sample, withDevice({ installing }))).toEqual(device);
  });
});
