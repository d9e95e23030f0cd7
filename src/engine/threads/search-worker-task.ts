import {parentPort, workerData} from 'node:worker_threads';
import type {SearchedRange, SearchTask} from './search-protocol.ts';
import {searchRanges} from './search-ranges.ts';

const task: SearchTask = workerData;
searchRanges(task, (searched: SearchedRange) => parentPort?.postMessage(searched));
