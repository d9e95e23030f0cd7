import {Buffer} from 'node:buffer';
import {constants, type Dirent} from 'node:fs';
import {open, opendir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {fileNamed, nameOf} from '../files/file-names.ts';

/** A file that looks like a log of JSON lines. */
export type FoundLog = {
	readonly path: string;
	readonly sizeBytes: number;
	readonly modifiedMs: number;
	/** Its last line, or the end of it. */
	readonly lastLine: string;
};

const names = /(?:\.(?:jsonl|ndjson|json|log|txt|out)|^(?:messages|syslog))$/i;
const skipped = /^(?:node_modules|\.git|journal)$/;
const maxFiles = 1000; // the newest ones, so that a folder with a million files doesn't hold up the list
const maxNames = 20_000; // per folder, and in total before files are opened
const maxFolders = 2000;
const sampleBytes = 16 * 1024;

/**
Finds logs of JSON lines below the given folders, newest first. Skips whatever can't be read.

@param folders - Each with the depth to search below it.
*/
export async function discoverLogs(folders: ReadonlyArray<{readonly path: string; readonly depth: number}>): Promise<readonly FoundLog[]> {
	const room = {folders: maxFolders};
	const paths = new Set((await Promise.all(folders.map(({path, depth}) => filesBelow(path, depth, room)))).flat());
	const files = (await Promise.all([...paths].slice(0, maxNames).map(fileAt))).filter(file => file !== undefined);
	files.sort((a, b) => b.modifiedMs - a.modifiedMs);
	const logs = await Promise.all(files.slice(0, maxFiles).map(asLog));
	return logs.filter(log => log !== undefined);
}

async function filesBelow(folder: string, depth: number, room: {folders: number}): Promise<readonly string[]> {
	if (room.folders-- <= 0) {
		return [];
	}
	const nested = await Promise.all(
		(await entriesOf(folder)).map(async entry => {
			const bytes: unknown = entry.name;
			const name = bytes instanceof Buffer ? nameOf(bytes) : entry.name;
			const path = join(folder, name);
			if (entry.isDirectory()) {
				return depth > 0 && !skipped.test(name) ? filesBelow(path, depth - 1, room) : [];
			}
			return entry.isFile() && names.test(name) ? [path] : [];
		}),
	);
	return nested.flat();
}

const asBytes: object = {encoding: 'buffer', bufferSize: 1024}; // not in the type definitions

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
	const entries: Dirent[] = [];
	try {
		for await (const entry of await opendir(fileNamed(folder), asBytes)) {
			if (entries.push(entry) >= maxNames) {
				break;
			}
		}
	} catch {
		// It can't be read, or no longer exists.
	}
	return entries;
}

type FileAt = Omit<FoundLog, 'lastLine'>;

async function fileAt(path: string): Promise<FileAt | undefined> {
	const found = await stat(fileNamed(path)).catch(() => undefined);
	return found === undefined || found.size === 0 ? undefined : {path, sizeBytes: found.size, modifiedMs: found.mtimeMs};
}

async function asLog(file: FileAt): Promise<FoundLog | undefined> {
	const handle = await open(fileNamed(file.path), constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW).catch(() => undefined);
	if (handle === undefined) {
		return undefined;
	}
	try {
		if (!(await handle.stat()).isFile()) {
			return undefined; // something else may have replaced it
		}
		const head = await handle.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
		const firstLines = head.buffer.toString('utf8', 0, head.bytesRead).split('\n', 20);
		if (opensDocument(firstLines) || !firstLines.some(isJsonLine)) {
			return undefined;
		}
		const tail = await handle.read(Buffer.alloc(sampleBytes), 0, sampleBytes, Math.max(0, file.sizeBytes - sampleBytes));
		const lastLine = tail.buffer.toString('utf8', 0, tail.bytesRead).trimEnd().split('\n').at(-1) ?? '';
		return {...file, lastLine};
	} catch {
		return undefined;
	} finally {
		await handle.close();
	}
}

/** A single JSON document over many lines, such as a config file, in which some lines may be objects too. */
function opensDocument(firstLines: readonly string[]): boolean {
	return /^[[{]\s*$/.test(firstLines.find(line => line.trim() !== '') ?? '');
}

/** Whether the line is a JSON object, possibly after a container or syslog prefix. */
function isJsonLine(line: string): boolean {
	const start = line.indexOf('{');
	if (start === -1 || start > 200) {
		return false;
	}
	try {
		return typeof JSON.parse(line.slice(start)) === 'object';
	} catch {
		return false;
	}
}
