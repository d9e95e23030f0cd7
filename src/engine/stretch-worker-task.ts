import {parentPort, workerData} from 'node:worker_threads';
import {foldStretches} from './fold-stretches.ts';
import type {FoldedStretch, StretchTask} from './stretch-protocol.ts';

const task: StretchTask = workerData;
await foldStretches(task, (stretch: FoldedStretch) => parentPort?.postMessage(stretch));
