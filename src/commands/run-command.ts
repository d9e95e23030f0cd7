import type {FoundConfig} from '../options/command-options.ts';
import type {Prepared} from '../options/request.ts';
import {endPipelinesOnSignal} from './end-pipelines.ts';
import {foundWords, tell} from './tell.ts';

/** Runs one command to its end. @returns The exit code. */
export async function runCommand({record, options}: Prepared): Promise<number> {
	const {foundConfig, command} = options as {readonly foundConfig?: FoundConfig; readonly command?: readonly string[]};
	if (foundConfig !== undefined && !record.saysConfig) {
		tell(foundWords(foundConfig));
	}
	if (command !== undefined && !record.isScreen) {
		endPipelinesOnSignal();
	}
	return record.run(options);
}
