// Who did something, as events and records write it in `by`: `officer/值班员`, `responder/li`, `family/c-1`, `device/btn-1`, or `policy`. Made and read
// here and nowhere else. Plain: pages and the pure core use it.

export const byOfficer = (name: string): string => `officer/${name}`;
export const byResponder = (id: string): string => `responder/${id}`;
/** A contact of the resident, by the id of their consent: names lie aside, where they can be erased. */
export const byFamily = (contact: string): string => `family/${contact}`;
/** What nobody said: the rules did it. */
export const byPolicy = 'policy';
export const byDevice = (id: string): string => `device/${id}`;

export const isOfficer = (by: string): boolean => by.startsWith('officer/');
export const isResponder = (by: string): boolean => by.startsWith('responder/');
/** Is what counts as a press of this one a button's? An officer's word and a missed check-in count too. */
export const isButton = (presser: string): boolean => !isOfficer(presser) && presser !== byPolicy;
/** Who said what counts as a press. */
export const byPresser = (presser: string): string => (isButton(presser) ? byDevice(presser) : presser);
export const isDevice = (by: string): boolean => by.startsWith('device/');

/** `officer/值班员` → `值班员`; any other stays as it is. */
export const officerIn = (by: string): string => by.replace(/^officer\//, '');
/** `device/btn-1` → `btn-1`; any other stays as it is. */
export const deviceIn = (by: string): string => by.replace(/^device\//, '');
