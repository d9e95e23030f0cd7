import process from 'node:process';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

/** What the process holds once all that nobody holds is gone. */
export function heldBytes(): number {
	setFlagsFromString('--expose-gc');
	const collect: () => void = runInNewContext('gc');
	collect();
	collect();
	const {heapUsed, external} = process.memoryUsage();
	return heapUsed + external;
}
