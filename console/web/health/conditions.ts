// What ails the people behind a door, as the desk reads it. Two old people behind one door: whose illness it is decides what is done.
import type { IncidentDetail } from '../../../contracts/incident/views.ts';
import type { BehindGlass } from '../../../contracts/office/residents.ts';

type Persons = IncidentDetail['persons'];

/** As the server shows it, and what was behind the glass. */
export function withGlass(detail: IncidentDetail, behind: BehindGlass | undefined): IncidentDetail {
  if (!behind) return detail;
  const persons = detail.persons.map((one) => ({ ...one, ...behind.persons.find(({ id }) => id === one.id) }));
  return { ...detail, persons, ...(behind.access ? { access: behind.access } : {}), withheld: [] };
}

/** What must not be overlooked, and the rest; a line each person. */
export function conditionsOf(persons: Persons): { urgent: string[]; rest: string[] } {
  const linesOf = (wanted: boolean, by: string): string[] =>
    persons
      .map(({ name, conditions = [] }) =>
        whose(
          persons,
          name,
          conditions.filter((one) => isUrgent(one) === wanted),
          by,
        ),
      )
      .filter((line) => line !== '');
  return { urgent: linesOf(true, ' · '), rest: linesOf(false, '；') };
}

const isUrgent = (condition: string): boolean => /过敏|抗凝|华法林|allerg|anticoag/i.test(condition);

/** Of the home, and of whoever in it is different. */
export function mobilityOf({ persons, access = {} }: IncidentDetail): string {
  const own = persons.flatMap(({ name, mobility }) =>
    mobility === undefined || mobility === access.mobility ? [] : [whose(persons, name, [mobility], '')],
  );
  return [access.mobility, ...own].filter((one) => one !== undefined).join('；');
}

function whose(persons: Persons, name: string, lines: readonly string[], by: string): string {
  if (lines.length === 0) return '';
  return persons.length > 1 ? `${name}：${lines.join(by)}` : lines.join(by);
}
