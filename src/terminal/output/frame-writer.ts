import type {Canvas} from '../../screen/look/canvas.ts';
import {LinkPace} from './link-pace.ts';
import {type Screen, screenDiff} from './screen-diff.ts';
import type {TerminalOutput} from './terminal-output.ts';

const beginUpdate = '\x1B[?2026h'; // the terminal shows all of it at once, where it knows how
const endUpdate = '\x1B[?2026l';

// After a resize the canvas has the old picture until the app has drawn the one of the new size: only that is worth a whole screen.
const settleMs = 15;

/** Shows frames on a terminal: only what differs, no more than its link takes, one write at a time, and after it the newest frame, whatever came between. */
export type FrameWriter = {
	/** Sends a sequence before anything else, and asks the terminal how it is: from its answers comes the pace. */
	begin(sequence: string): void;
	/** The canvas shows something else: it is to be on the screen. */
	changed(): void;
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
@param canvas - What is to be on the screen. While nothing is on it, what was last there stays.
@param onLost - Called once when the terminal can't be written to any more.
*/
export function createFrameWriter(
	output: Pick<TerminalOutput, 'write' | 'whenTaking'>,
	size: {readonly columns: number; readonly rows: number},
	canvas: Pick<Canvas, 'rows'>,
	onLost: (error: unknown) => void,
): FrameWriter {
	let screen = unknownScreen(size.columns, size.rows);
	let isStale = false;
	let sequences = '';
	let state: 'idle' | 'scheduled' | 'writing' | 'lost' = 'idle';
	let isStopped = false;
	let whenWritten = Promise.resolve();
	const pace = new LinkPace();
	let waiting: NodeJS.Timeout | undefined;
	let onAnswer = () => {};
	let nextTaken = Promise.withResolvers<void>();

	// A key and what follows from it change the canvas several times in a turn of the event loop: only the last picture is worth a write.
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
		if (isStale) {
			bytes += nextFrame();
		}
		return bytes;
	};

	/** Nothing while the link has no room: an answer draws the newest frame, or the end of all patience. */
	const nextFrame = (): string => {
		const nowMs = performance.now();
		const waitMs = pace.waitMs(nowMs);
		clearTimeout(waiting);
		if (waitMs > 0) {
			waiting = setTimeout(schedule, waitMs);
			return '';
		}
		isStale = false;
		const frame = canvas.rows();
		if (frame.length === 0) {
			return '';
		}
		const difference = screenDiff(screen, frame);
		screen = difference.screen;
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
		changed() {
			isStale = true;
			schedule();
		},
		send(sequence) {
			sequences += sequence;
			schedule();
		},
		repaint(columns, rows) {
			isStopped = false;
			screen = unknownScreen(columns, rows);
			isStale = canvas.rows().length > 0;
			if (!isStale) {
				schedule();
			} else if (state === 'idle') {
				state = 'scheduled';
				setTimeout(flush, settleMs);
			}
		},
		async whenTaking() {
			await output.whenTaking();
			if (isStale && pace.isOverdue(performance.now())) {
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
