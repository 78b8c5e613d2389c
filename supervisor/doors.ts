// Which doors are opened where. Without TLS a new installation lets nobody in from beyond this machine unless it is told so twice, by
// YJT_BIND and YJT_CLEAR_OK; one from before keeps its doors, and an alarm says what to do (auditor/doors.ts).
import { keepServerCertificate, ownNames } from '../certificates/authority.ts';
import { type Settings, settingsTable } from '../contracts/settings.ts';
import { httpsPortOf, isLoopback, publicUrlOf } from '../contracts/system/doors.ts';
import { checkPort, isFree } from './place.ts';

/** Far less than the time that a certificate still lasts when it is renewed. */
const renewEveryMs = 12 * 3_600_000;

export type DoorsParts = {
  settings: Settings;
  /** variables that the person at the terminal has set */
  named: Readonly<Record<string, string | undefined>>;
  /** this installation is older than the rule */
  fromBefore: boolean;
  says: (sentence: string) => void;
};

/**
 * The settings as all processes are to have them: with the address of the doors without TLS.
 * @throws Halt when a port is taken
 */
export async function decideDoors(parts: DoorsParts): Promise<Settings> {
  const { settings, named, fromBefore, says } = parts;
  const { YJT_BIND: bind, YJT_CLEAR_OK: told } = settings;
  const open = isLoopback(bind) || told === 'yes' || (told === undefined && fromBefore);
  const decided: Settings = { ...settings, YJT_CLEAR_BIND: open ? bind : '127.0.0.1' };
  const clear = decided.YJT_CLEAR_BIND ?? bind;
  await checkPort('PORT', settings.PORT, clear);
  await checkPort('MQTT_PORT', settings.MQTT_PORT, clear);
  const https = httpsPortOf(settings);
  if (https !== undefined) await checkPort('HTTPS_PORT', https, bind);
  if (!(named.MQTTS_PORT ?? '') && !(await isFree(settings.MQTTS_PORT, bind))) {
    says(`port ${settingsTable.MQTTS_PORT.default} is taken: MQTT over TLS is not opened (another port: MQTTS_PORT=…)`);
    decided.MQTTS_PORT = 0;
  } else if (settings.MQTTS_PORT !== 0) await checkPort('MQTTS_PORT', settings.MQTTS_PORT, bind);
  if (!isLoopback(bind)) says(wordsOf(open, told, https));
  return decided;
}

function wordsOf(open: boolean, told: Settings['YJT_CLEAR_OK'], https: number | undefined): string {
  if (open && told === 'yes')
    return 'other machines may come without TLS (YJT_CLEAR_OK=yes): HTTP and MQTT can be read on the way';
  if (open)
    return 'HTTP and MQTT without TLS let other machines in, as before; say whether that is meant: YJT_CLEAR_OK=yes or no (see docs/operating.md)';
  const console_ = https === undefined ? '; browsers of other machines need HTTPS_PORT=8443 or a proxy' : '';
  return `without TLS only this machine is let in (YJT_CLEAR_OK=yes lets others in too)${console_}`;
}

/**
 * Sees to it that our doors have a certificate of our own authority that lasts. What goes wrong is said and stops nothing: the doors go on
 * with what lies there, and the auditor's alarm stands while it cannot be used.
 * @returns ends it
 */
export async function keepCertificates(settings: Settings, says: (sentence: string) => void): Promise<() => void> {
  const keep = async (): Promise<void> => {
    try {
      const names = ownNames(settings.YJT_TLS_NAMES, publicUrlOf(settings));
      if (await keepServerCertificate(settings.DATA_DIR, names))
        says('the certificate of our own authority was made anew');
    } catch (error) {
      says(`certificates: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  await keep();
  const timer = setInterval(() => void keep(), renewEveryMs); // it catches by itself
  return () => clearInterval(timer);
}
