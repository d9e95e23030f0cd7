import type {LogEvent} from '../../events/event.ts';

/** An observer that sees events one by one as they are folded. */
export type FoldWatch = {
	/** Time moves on to that of the next line; called before the line is added. */
	advance(timeMs: number): void;
	/** @param timeMs - `undefined` if the log has no times. */
	add(event: LogEvent, text: string, timeMs: number | undefined): void;
	/** The newest second is over: called at the end of the log, and in a live log after a while without events. */
	close(): void;
};
