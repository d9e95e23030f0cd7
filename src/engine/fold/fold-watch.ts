import type {LogEvent} from '../../events/event.ts';

/** What looks on as events are folded, one after the other. */
export type FoldWatch = {
	/** Time goes on to a line's, before the line is told of. */
	advance(timeMs: number): void;
	/** @param timeMs - `undefined` in a log without times. */
	add(event: LogEvent, text: string, timeMs: number | undefined): void;
	/** The newest second is over: at the end of the log, and live when nothing came for a while. */
	close(): void;
};
