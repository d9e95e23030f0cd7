import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';

const pollMs = 10;
const quietMs = 60_000; // half of ava's timeout, which can't say what a test was waiting for

/**
Waits for a condition. Every wait in the tests goes through here, and only ava's timeout ends one, so no machine is too
slow. Soak runs have no such timeout and pass a signal.
*/
export async function eventually(
	holds: () => boolean | Promise<boolean>,
	what: string | (() => string) = String(holds),
	signal?: AbortSignal,
): Promise<void> {
	const told = () => (typeof what === 'string' ? what : what());
	const reminder = setTimeout(() => process.stderr.write(`still waiting: ${told()}\n`), quietMs);
	try {
		for (; !(await holds()); await sleep(pollMs)) {
			if (signal?.aborted) {
				throw new Error(`waited in vain: ${told()}`);
			}
		}
	} finally {
		clearTimeout(reminder);
	}
}
