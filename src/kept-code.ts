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

const settledMs = 1000; // by then all has run that a screen begins with
const folderKey = 'obs-top: kept code';
const mostBytes = 64 * 1024 * 1024;
const sumBytes = 8;

/** Compiled code is kept from here on, by threads too: where nobody else can write, for it is run as it stands there. The user's `NODE_COMPILE_CACHE` names another folder. */
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
Runs a script with the code that V8 made of it before, with all functions that had run when it was kept; Node's own cache has only what is outside of functions, and compiling those takes a third of a start.

Code is kept once: a second after the start, or at the end of what is shorter, until something longer has run.

@param name - Of the script and its version, and of the use that it is put to: another runs other functions.
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
		rmSync(kept.path, {force: true}); // or it would be in the way of what is kept now
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

/** Node's folder for compiled code: of this Node, this V8 and this user. `undefined` where nothing is to be kept. */
function codeFolder(): string | undefined {
	const folder: unknown = isMainThread ? getCompileCacheDir() : getEnvironmentData(folderKey);
	return typeof folder === 'string' ? folder : undefined;
}

/** V8 runs what it is given, damaged or not: only what is as it was written is given to it. */
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
		rmSync(path, {force: true}); // or it would be in the way of what is kept now
	} catch {
		// None is there, or it is not ours.
	}
	return undefined;
}

/** Where it can't be written, the next start takes as long. */
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
