import {workerData} from 'node:worker_threads';
import {type RelayTask, scanFilled} from './scan-relay.ts';
import {type ScanTask, StretchScanner} from './scan-stretches.ts';

const task: ScanTask | RelayTask = workerData;
switch (task.type) {
	case 'stretches':
		new StretchScanner(task).scanAll();
		break;
	case 'relay':
		scanFilled(task);
}
