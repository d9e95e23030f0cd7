import {readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {isMainThread} from 'node:worker_threads';
import type {ExecutionContext} from 'ava';
import {tempFolder} from './temp-folder.ts';

export type MovedClock = {
	/**
	For a program whose threads, above all the engine, should use this clock. Its main thread, which has the terminal,
	keeps its own.
	*/
	readonly environment: Readonly<Record<string, string>>;
	advance(ms: number): void;
};

/** A clock that stands still until the test advances it. */
export function movedClock(t: ExecutionContext): MovedClock {
	const path = join(tempFolder(t), 'clock');
	let elapsedMs = 0;
	const advance = (ms: number) => {
		elapsedMs += ms;
		writeFileSync(`${path}.new`, String(elapsedMs));
		renameSync(`${path}.new`, path);
	};
	advance(0);
	return {environment: {NODE_OPTIONS: `--import=${fileURLToPath(import.meta.url)}`, MOVED_CLOCK: path}, advance};
}

const path = process.env.MOVED_CLOCK;
if (!isMainThread && path !== undefined) {
	performance.now = () => Number(readFileSync(path, 'utf8'));
}
