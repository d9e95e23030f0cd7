import {UsageError} from '../errors.ts';
import type {LogOptions} from './command-options.ts';

/**
With `--keep` the pipeline goes on when obs-top has quit: what it writes then needs a place.

@returns `true`.
@throws UsageError
*/
export function keepsOn({command, recording}: LogOptions): true {
	if (command === undefined) {
		throw new UsageError('--keep has no pipeline that could go on: start it here (obs-top --keep -- COMMAND)');
	}
	if (recording.type === 'off') {
		throw new UsageError('--keep needs a recording for what the pipeline goes on to write: leave out --no-record');
	}
	return true;
}
