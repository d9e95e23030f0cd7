import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';

/** A folder that is removed after the test. */
export function tempFolder(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-test-'));
	t.teardown(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}
