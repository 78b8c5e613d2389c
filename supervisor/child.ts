// One process of the system: started, watched, started again with a growing pause when it ends, and ended with us.
import { type ChildProcess, fork } from 'node:child_process';
import { cannotRunCode } from '../store/process.ts';
import { LogFile } from './logFile.ts';

/** The first pause; each further one is twice as long, up to the longest: of what dies again and again another stands within 2 s. */
const firstPauseMs = 300;
const longestPauseMs = 1_500;
/** Up for this long: the next pause is the first one again. */
const steadyMs = 30_000;
/** Below the five seconds that Ctrl-C may take in all. */
export const endWithinMs = 3_000;
/** A ready process that has not beaten for so long hangs: it is killed and started again. It beats each second. */
export const hungAfterMs = 15_000;
const lookEveryMs = 1_000;
/** A look that comes so late says that we ourselves were held up: nobody is judged by it. */
const lateLookMs = 3_000;

export type ChildParts = {
  name: string;
  entry: string;
  /** the program that runs it; our own when left out */
  program?: string;
  /** more options of Node for it */
  nodeOptions?: readonly string[];
  env: NodeJS.ProcessEnv;
  logPath: string;
  /** told when it ended by itself and when it is up again */
  says: (sentence: string) => void;
  /** told how it ended or that it hung, and undefined when it is ready again */
  onDown?: (how: 'ended' | 'hung' | undefined) => void;
};

export class Child {
  readonly name: string;
  readonly #parts: ChildParts;
  readonly #log: LogFile;
  #process: ChildProcess | undefined;
  #pauseMs = firstPauseMs;
  #ending = false;
  #pause: NodeJS.Timeout | undefined;
  readonly #looks: NodeJS.Timeout;
  #lookedAt = performance.now();
  /** Undefined until the first beat: starting may take as long as it needs. */
  #beatAt: number | undefined;

  constructor(parts: ChildParts) {
    this.name = parts.name;
    this.#parts = parts;
    this.#log = new LogFile(parts.logPath);
    this.#looks = setInterval(() => this.#look(), lookEveryMs);
    this.#looks.unref();
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Resolves when it is ready for the first time; rejects when it says that it cannot run. */
  start(): Promise<void> {
    return new Promise((ready, failed) => this.#run(ready, failed));
  }

  /** Ends it: asked first, killed when it does not go. */
  async stop(): Promise<void> {
    this.#ending = true;
    clearTimeout(this.#pause);
    clearInterval(this.#looks);
    const child = this.#process;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
    await gone;
    clearTimeout(killer);
  }

  #run(ready: () => void, failed: (error: Error) => void): void {
    const { entry, env, program = process.execPath } = this.#parts;
    const startedAt = performance.now();
    let child: ChildProcess;
    try {
      child = fork(entry, [], {
        env,
        execPath: program,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        execArgv: ['--enable-source-maps', ...(this.#parts.nodeOptions ?? [])],
      });
    } catch (error) {
      // No memory for it, now: there may be some in a while.
      this.#runAgain(`could not be started (${String(error)})`, ready, failed);
      return;
    }
    this.#process = child;
    let words = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#log.write(chunk);
      });
    child.on('message', (message) => {
      const kind = typeof message === 'object' && message !== null && 'kind' in message ? message.kind : undefined;
      if (kind === 'ready') {
        ready();
        this.#parts.onDown?.(undefined);
      }
      if (kind === 'beat') this.#beatAt = performance.now(); // one that never beats is not judged by its silence
      if (kind === 'failed' && typeof message === 'object' && 'says' in message) words = String(message.says);
    });
    child.on('error', (error) => {
      // One that could not be started (no process or file left for it) never exits. With a pid it runs: its `exit` follows.
      if (child.pid === undefined) this.#runAgain(`could not be started (${String(error)})`, ready, failed);
    });
    child.once('exit', (code, signal) => {
      if (code === cannotRunCode && !this.#ending)
        failed(new Error(words || `${this.name} cannot run: see ${this.#parts.logPath}`));
      if (performance.now() - startedAt > steadyMs) this.#pauseMs = firstPauseMs;
      this.#runAgain(`ended (${signal ?? `code ${code}`})`, ready, failed);
    });
  }

  /** It is not there any more, or never was: another follows after a pause. */
  #runAgain(how: string, ready: () => void, failed: (error: Error) => void): void {
    this.#process = undefined;
    this.#beatAt = undefined;
    if (this.#ending) return;
    this.#parts.onDown?.('ended');
    this.#parts.says(`${this.name} ${how}, starting it again`);
    this.#pause = setTimeout(() => this.#run(ready, failed), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
  }

  /** Stopped or in an endless loop, it would look alive for ever. */
  #look(): void {
    const now = performance.now();
    const late = now - this.#lookedAt > lateLookMs;
    this.#lookedAt = now;
    if (this.#beatAt === undefined) return;
    if (late) this.#beatAt = now;
    if (now - this.#beatAt <= hungAfterMs) return;
    this.#beatAt = undefined;
    this.#parts.says(`${this.name} has not answered for ${hungAfterMs / 1000} s, it is killed`);
    this.#parts.onDown?.('hung');
    this.#process?.kill('SIGKILL');
  }
}
