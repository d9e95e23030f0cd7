import {workerData} from 'node:worker_threads';
import {type ScanTask, StretchScanner} from './scan-stretches.ts';

const task: ScanTask = workerData;
new StretchScanner(task).scanAll();
