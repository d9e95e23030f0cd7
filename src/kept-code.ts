import {Buffer} from 'node:buffer';
import {closeSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {enableCompileCache, getCompileCacheDir} from 'node:module';
import {basename, dirname} from 'node:path';
import process from 'node:process';
import {Script} from 'node:vm';
import {getEnvironmentData, isMainThread, setEnvironmentData, threadId} from 'node:worker_threads';
import {type FileIdentity, identityOf, removeFile} from './files/identity.ts';
import {openNewFile, readOwnFile} from './files/own-file.ts';
import {keepFolder} from './files/own-folder.ts';
import {pruneCode} from './prune-code.ts';
import {sumOf} from './sum-bytes.ts';

const settledMs = 1000; // by then everything that a screen starts with has run
const folderKey = 'obs-top: kept code';
const mostBytes = 64 * 1024 * 1024;
const sumBytes = 8;

/**
Keeps compiled code from here on, in threads too. The folder must not be writable by others, because the code is run as
it is. The user's `NODE_COMPILE_CACHE` names another folder.
*/
export function openCodeFolder(): void {
	if (getCompileCacheDir() === undefined && !process.env.NODE_DISABLE_COMPILE_CACHE) {
		const folder = keepFolder(`code-of-obs-top-${process.getuid?.()}`);
		if (folder !== undefined) {
			enableCompileCache(folder);
		}
	}
	setEnvironmentData(folderKey, codeFolder());
}

/**
Runs a script with V8's code from an earlier run, including all functions that had run by then. Node's own cache only
has code outside of functions, and compiling the rest takes a third of a start.

Code is kept once: a second after the start, or at the end of a shorter run, which a longer one replaces.

@param name - The script, its version and its use, since another use runs other functions.
*/
export function runKept(path: string, name: string): unknown {
	const folder = codeFolder();
	const settled = `${folder}/${name}-settled`;
	const begun = `${folder}/${name}-begun`;
	const source = readFileSync(path, 'latin1');
	const kept = folder === undefined ? undefined : (contentOf(settled) ?? contentOf(begun));
	const script = new Script(source, {
		filename: path,
		...(kept && {cachedData: kept.code}),
	});
	const isKnown = kept !== undefined && script.cachedDataRejected !== true;
	if (kept !== undefined && !isKnown) {
		rmSync(kept.path, {force: true}); // otherwise nothing new would be kept
	}
	if (folder !== undefined && !(isKnown && kept.path === settled)) {
		const atEnd = () => isKnown || keep(script, begun);
		process.once('exit', atEnd);
		setTimeout(() => {
			process.off('exit', atEnd);
			keep(script, settled);
		}, settledMs).unref();
	}
	return script.runInThisContext();
}

/** Node's folder for compiled code of this Node, this V8 and this user. `undefined` if nothing should be kept. */
function codeFolder(): string | undefined {
	const folder: unknown = isMainThread ? getCompileCacheDir() : getEnvironmentData(folderKey);
	return typeof folder === 'string' ? folder : undefined;
}

/** V8 runs code without checking it, so only undamaged code is given to it. */
function contentOf(path: string): {readonly path: string; readonly code: Buffer} | undefined {
	try {
		const bytes = readOwnFile(path, {maxBytes: mostBytes});
		const label = Buffer.from(basename(path));
		const isWhole =
			bytes.subarray(-sumBytes - label.length, -sumBytes).equals(label) &&
			bytes.subarray(-sumBytes).equals(sumOf(bytes.subarray(0, -sumBytes)));
		if (isWhole) {
			return {path, code: bytes.subarray(0, -sumBytes - label.length)};
		}
		rmSync(path, {force: true}); // otherwise nothing new would be kept
	} catch {
		// There is none, or it isn't ours.
	}
	return undefined;
}

/** If it can't be written, the next start is just as slow. */
function keep(script: Script, path: string): void {
	const beside = `${path}.${process.pid}.${threadId}`;
	let made: FileIdentity | undefined;
	try {
		const content = Buffer.concat([script.createCachedData(), Buffer.from(basename(path))]);
		const fd = openNewFile(beside);
		made = identityOf(fd);
		try {
			writeFileSync(fd, Buffer.concat([content, sumOf(content)]));
		} finally {
			closeSync(fd);
		}
		renameSync(beside, path);
		pruneCode(dirname(path));
	} catch {
		if (made !== undefined) {
			removeFile(beside, made);
		}
	}
}
