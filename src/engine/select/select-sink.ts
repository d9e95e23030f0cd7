import {setImmediate as nextTurn} from 'node:timers/promises';
import type {StreamSink} from '../../reading/log-sink.ts';
import type {EventSelector} from './select-events.ts';

/**
Passes a log to a selector, file by file, yielding to other work between chunks.

@param signal - When aborted, its reason is thrown.
*/
export function selectSink(selector: EventSelector, signal: AbortSignal): StreamSink {
	return {
		open: (_, {name}) => selector.open(name),
		async settle() {
			await nextTurn();
			signal.throwIfAborted();
		},
	};
}
