import {readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {getCompileCacheDir} from 'node:module';
import process from 'node:process';
import {Script} from 'node:vm';
import {getEnvironmentData, isMainThread, setEnvironmentData, threadId} from 'node:worker_threads';

const settledMs = 1000; // by then all has run that a screen begins with
const folderKey = 'obs-top: kept code';

/** Threads that are started from now on keep their code where this one does. */
export function shareCodeFolder(): void {
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
		...(kept && {cachedData: kept.bytes}),
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

function contentOf(path: string): {readonly path: string; readonly bytes: Buffer} | undefined {
	try {
		return {path, bytes: readFileSync(path)};
	} catch {
		return undefined;
	}
}

/** Where it can't be written, the next start takes as long. */
function keep(script: Script, path: string): void {
	const beside = `${path}.${process.pid}.${threadId}`;
	try {
		writeFileSync(beside, script.createCachedData());
		renameSync(beside, path);
	} catch {
		rmSync(beside, {force: true});
	}
}
