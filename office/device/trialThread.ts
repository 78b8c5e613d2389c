// The thread that reads the messages of one source again and ends. It has no store and no channel to anybody.
import { parentPort, workerData } from 'node:worker_threads';
import { type TrialOrder, tryAgain } from './trial.ts';

parentPort?.postMessage(tryAgain(workerData as TrialOrder));
