import process from 'node:process';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

/** The memory the process holds after garbage collection. */
export function heldBytes(): number {
	setFlagsFromString('--expose-gc');
	const collect: () => void = runInNewContext('gc');
	collect();
	collect();
	const {heapUsed, external} = process.memoryUsage();
	return heapUsed + external;
}
