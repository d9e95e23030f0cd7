import {setImmediate as nextTurn} from 'node:timers/promises';
import type {StreamSink} from '../../reading/log-sink.ts';
import type {EventSelector} from './select-events.ts';

/** Hands a log to a selector, its files one after the other. Other work gets its turn between chunks. @param signal - Its reason is thrown. */
export function selectSink(selector: EventSelector, signal: AbortSignal): StreamSink {
	return {
		open: (_, {name}) => selector.open(name),
		async settle() {
			await nextTurn();
			signal.throwIfAborted();
		},
	};
}
