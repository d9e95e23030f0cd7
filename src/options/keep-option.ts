import {UsageError} from '../errors.ts';
import type {CommandName} from './command-line.ts';
import type {RecordingOptions, SourceOptions} from './command-options.ts';

/**
Whether the pipeline goes on when obs-top has quit: what it writes then needs a place.

@throws UsageError
*/
export function keepOption(name: CommandName, keep: boolean, {command}: SourceOptions, recording: RecordingOptions): boolean {
	if (!keep || name !== 'watch') {
		return false;
	}
	if (command === undefined) {
		throw new UsageError('--keep has no pipeline that could go on: start it here (obs-top --keep -- COMMAND)');
	}
	if (recording.type === 'off') {
		throw new UsageError('--keep needs a recording for what the pipeline goes on to write: leave out --no-record');
	}
	return true;
}
