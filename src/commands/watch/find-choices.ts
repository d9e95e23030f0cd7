import {accessSync, constants, existsSync, realpathSync} from 'node:fs';
import {delimiter, join, relative} from 'node:path';
import process from 'node:process';
import type {PickerItem} from '../../../components/picker.tsx';
import {bundledFile} from '../../bundled-file.ts';
import type {SourceOptions} from '../../options/command-options.ts';
import {discoverLogs, type FoundLog} from '../../sources/discover-logs.ts';

/** One choice of the picker, and the source it stands for. */
export type Choice = {readonly item: PickerItem; readonly source: SourceOptions};

const noSource: SourceOptions = {files: [], follow: false, command: undefined, stdin: false};

/**
What can be watched here: JSON-lines logs in and below the working directory and /var/log, newest first; journald; the
demo.
*/
export async function findChoices(nowMs: number): Promise<readonly Choice[]> {
	const here = process.cwd();
	const logs = await discoverLogs([
		{path: here, depth: 2},
		{path: '/var/log', depth: 3},
	]);
	return [...logs.map(log => logChoice(log, here, nowMs)), ...journalChoice(), ...demoChoice()];
}

const liveWithinMs = 600_000;

/** A recently written log is followed; an older one is just opened. */
function logChoice({path, sizeBytes, modifiedMs, lastLine}: FoundLog, here: string, nowMs: number): Choice {
	const name = path.startsWith(`${here}/`) ? relative(here, path) : path;
	const ageMs = Math.max(nowMs - modifiedMs, 0);
	return {item: {name, sizeBytes, ageMs, detail: lastLine}, source: {...noSource, files: [path], follow: ageMs < liveWithinMs}};
}

function journalChoice(): readonly Choice[] {
	if (!(existsSync('/run/systemd/journal') || existsSync('/var/log/journal')) || !isOnPath('journalctl')) {
		return [];
	}
	return [
		commandChoice('journald', "this machine's journal: the newest 1000 lines, then live", [
			'journalctl',
			'--follow',
			'--output=json',
			'--lines=1000',
		]),
	];
}

function demoChoice(): readonly Choice[] {
	const program = bundledFile('demo-pipeline.mjs');
	return program === undefined
		? []
		: [
				commandChoice('demo', 'a sensor pipeline that goes through an incident', [
					process.execPath,
					realpathSync(program),
					'--scenario',
					'incident',
				]),
			];
}

function commandChoice(name: string, detail: string, command: readonly [string, ...string[]]): Choice {
	return {item: {name, sizeBytes: undefined, ageMs: undefined, detail}, source: {...noSource, command}};
}

function isOnPath(program: string): boolean {
	return (process.env.PATH ?? '').split(delimiter).some(folder => {
		try {
			accessSync(join(folder, program), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}
