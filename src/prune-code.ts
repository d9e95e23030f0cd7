import {readdirSync, rmSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';

const mostVersions = 3; // several may be installed and used by turns
const keptName = /^([\w-]+)-([\da-f]{12})\.js-([a-z]+)-(?:begun|settled)(?:\.\d+\.\d+)?$/;

/**
Removes the code of old versions. For each script and use, the newest ones stay, whichever Node they are for.

@param folder - The folder of one Node, beside those of others.
*/
export function pruneCode(folder: string): void {
	const uses = new Map<string, Map<string, {paths: string[]; keptMs: number}>>();
	for (const {use, version, path, keptMs} of keptBelow(dirname(folder))) {
		const versions = uses.get(use) ?? new Map();
		const others = versions.get(version) ?? {paths: [], keptMs: 0};
		uses.set(use, versions.set(version, {paths: [...others.paths, path], keptMs: Math.max(others.keptMs, keptMs)}));
	}
	for (const versions of uses.values()) {
		const old = [...versions.values()].sort((a, b) => b.keptMs - a.keptMs).slice(mostVersions);
		for (const path of old.flatMap(({paths}) => paths)) {
			rmSync(path, {force: true});
		}
	}
}

function keptBelow(parent: string) {
	const folders = readdirSync(parent, {withFileTypes: true}).filter(entry => entry.isDirectory());
	return folders.flatMap(({name}) =>
		readdirSync(join(parent, name)).flatMap(file => {
			const [, script, hash, use] = keptName.exec(file) ?? [];
			const path = join(parent, name, file);
			const stat = script === undefined ? undefined : statSync(path, {throwIfNoEntry: false});
			return stat === undefined ? [] : [{use: `${script} ${use}`, version: `${name} ${hash}`, path, keptMs: stat.mtimeMs}];
		}),
	);
}
