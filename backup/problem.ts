/** Why a backup is not used. A word for the caller's sentence; `file` names the part. */
export class BackupProblem extends Error {
  readonly why:
    | 'no_backup'
    | 'cut_off'
    | 'changed'
    | 'missing'
    | 'unexpected'
    | 'newer'
    | 'not_empty'
    | 'no_key'
    | 'wrong_key'
    | 'damaged'
    | 'bad_signature';
  readonly file: string | undefined;

  constructor(why: BackupProblem['why'], file?: string) {
    super(file === undefined ? why : `${why}: ${file}`);
    this.why = why;
    this.file = file;
  }
}
