import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {onPath} from './processes.ts';

/** The peers' versions, for the results file. */
export function peerVersions(): Readonly<Record<string, string>> {
	const versions: Record<string, string> = {node: process.version};
	for (const [name, flag] of [
		['lnav', '-V'],
		['jq', '--version'],
		['rg', '--version'],
		['htop', '--version'],
		['btop', '--version'],
	] as const) {
		versions[name] = onPath(name) ? (execFileSync(name, [flag], {encoding: 'utf8'}).split('\n')[0] ?? '') : 'not installed';
	}
	return versions;
}
