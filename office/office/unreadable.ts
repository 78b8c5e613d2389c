/** Why a file is none that we read: a code of `SheetRefused`. */
export class Unreadable extends Error {
  readonly code: 'too_large' | 'not_a_sheet' | 'not_geojson';
  constructor(code: Unreadable['code'], why: string) {
    super(why);
    this.code = code;
  }
}
