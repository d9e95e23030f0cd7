import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';

/** A folder that is gone after the test. */
export function tempFolder(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-test-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

/** Waits until it holds. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
	for (const end = Date.now() + withinMs; !(await holds()); await sleep(5)) {
		if (Date.now() > end) {
			throw new Error(`not within ${withinMs} ms: ${holds}`);
		}
	}
}
