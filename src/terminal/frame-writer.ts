import {LinkPace} from './link-pace.ts';
import {type Screen, screenDiff} from './screen-diff.ts';
import type {TerminalOutput} from './terminal-output.ts';

const beginUpdate = '\x1B[?2026h'; // the terminal shows all of it at once, where it knows how
const endUpdate = '\x1B[?2026l';

// After a resize Ink first draws the old frame again, then the one of the new size: only that is worth a whole screen.
const settleMs = 15;

/** Shows frames on a terminal: only what differs, no more than its link takes, one write at a time, and after it the newest frame, whatever came between. */
export type FrameWriter = {
	/** Sends a sequence before anything else, and asks the terminal how it is: from its answers comes the pace. */
	begin(sequence: string): void;
	/** Wants a frame on the screen: its lines joined by newlines, with SGR and no other sequences. */
	show(frame: string): void;
	/** Sends a sequence that leaves screen, cursor and pen as they are, before the next frame. */
	send(sequence: string): void;
	/** The terminal has a new size, or shows something else than what was written: the next frame is written whole. */
	repaint(columns: number, rows: number): void;
	/** The terminal has answered. */
	answered(): void;
	/** Whether an answer may still come. */
	isAnswerAwaited(): boolean;
	/** Resolves at once, unless the terminal is stalled and a frame waits for it already: then when that is written. */
	whenTaking(): Promise<void>;
	/** Writes nothing until `repaint`. Resolves when no write is under way and no answer is to come, which would be typed into the shell; or after `deadlineMs`. */
	stop(deadlineMs: number): Promise<void>;
};

/**
@param onLost - Called once when the terminal can't be written to any more.
*/
export function createFrameWriter(
	output: Pick<TerminalOutput, 'write' | 'whenTaking'>,
	size: {readonly columns: number; readonly rows: number},
	onLost: (error: unknown) => void,
): FrameWriter {
	let screen = unknownScreen(size.columns, size.rows);
	let wanted: string | undefined;
	let shown: string | undefined;
	let sequences = '';
	let state: 'idle' | 'scheduled' | 'writing' | 'lost' = 'idle';
	let isStopped = false;
	let whenWritten = Promise.resolve();
	const pace = new LinkPace();
	let waiting: NodeJS.Timeout | undefined;
	let onAnswer = () => {};
	let nextTaken = Promise.withResolvers<void>();

	// Ink commits several times in a turn of the event loop (a key and what follows from it): only the last is worth a write.
	const schedule = () => {
		if (state === 'idle' && !isStopped) {
			state = 'scheduled';
			setImmediate(flush);
		}
	};

	const flush = () => {
		if (isStopped || state === 'lost') {
			state = state === 'lost' ? 'lost' : 'idle';
			return;
		}
		const bytes = nextBytes();
		if (bytes === '') {
			state = 'idle';
			return;
		}
		state = 'writing';
		whenWritten = output.write(bytes).then(flush, lost);
	};

	const lost = (error: unknown) => {
		state = 'lost';
		onLost(error);
	};

	const nextBytes = (): string => {
		let bytes = sequences;
		sequences = '';
		if (wanted !== undefined && (wanted !== shown || screen.rows === undefined)) {
			bytes += nextFrame(wanted);
		}
		return bytes;
	};

	/** Nothing while the link has no room: an answer draws the newest frame, or the end of all patience. */
	const nextFrame = (frame: string): string => {
		const nowMs = performance.now();
		const waitMs = pace.waitMs(nowMs);
		clearTimeout(waiting);
		if (waitMs > 0) {
			waiting = setTimeout(schedule, waitMs);
			return '';
		}
		const difference = screenDiff(screen, frame);
		screen = difference.screen;
		shown = frame;
		nextTaken.resolve();
		nextTaken = Promise.withResolvers();
		if (difference.bytes === '') {
			return '';
		}
		const bytes = beginUpdate + difference.bytes + endUpdate;
		return bytes + pace.behind(Buffer.byteLength(bytes), nowMs);
	};

	return {
		begin(sequence) {
			sequences += sequence + pace.begin(performance.now());
			schedule();
		},
		answered() {
			pace.answered(performance.now());
			onAnswer();
			schedule();
		},
		isAnswerAwaited: () => pace.answerWithinMs(performance.now()) > 0,
		show(frame) {
			wanted = frame;
			schedule();
		},
		send(sequence) {
			sequences += sequence;
			schedule();
		},
		repaint(columns, rows) {
			isStopped = false;
			screen = unknownScreen(columns, rows);
			if (wanted === undefined) {
				schedule();
			} else if (state === 'idle') {
				state = 'scheduled';
				setTimeout(flush, settleMs);
			}
		},
		async whenTaking() {
			await output.whenTaking();
			if (wanted !== shown && pace.isOverdue(performance.now())) {
				await nextTaken.promise;
			}
		},
		async stop(deadlineMs) {
			isStopped = true;
			clearTimeout(waiting);
			const whenAnswered = new Promise<void>(resolve => {
				onAnswer = resolve;
			});
			const answerMs = pace.answerWithinMs(performance.now());
			await Promise.race([whenWritten.then(() => Promise.race([whenAnswered, after(answerMs)])), after(deadlineMs)]);
		},
	};
}

const after = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms).unref());

const unknownScreen = (columns: number, rows: number): Screen => ({
	columns: Math.max(columns, 1),
	height: Math.max(rows, 1),
	rows: undefined,
});
