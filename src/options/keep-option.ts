import {UsageError} from '../errors.ts';
import type {LogOptions} from './command-options.ts';

/**
With `--keep` the pipeline keeps running after obs-top quits, so its output needs a recording to go to.

@returns `true`.
@throws UsageError
*/
export function keepsOn({command, recording}: LogOptions): true {
	if (command === undefined) {
		throw new UsageError('--keep needs a pipeline started here (obs-top --keep -- COMMAND)');
	}
	if (recording.type === 'off') {
		throw new UsageError("--keep needs a recording for the pipeline's output (leave out --no-record)");
	}
	return true;
}
