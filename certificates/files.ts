// Where the files of our own authority lie.
import { join } from 'node:path';

/** The files of an authority. */
export const authorityFiles = (dataDir: string) => {
  const folder = join(dataDir, 'certs');
  return {
    folder,
    /** trusted authorities, PEM; given to devices */
    trusted: join(folder, 'ca.crt'),
    key: join(folder, 'ca.key'),
    /** while an older authority is trusted too: this one, signed by it */
    cross: join(folder, 'cross.crt'),
    /** key and certificates of our doors */
    server: join(folder, 'server.pem'),
  };
};
