import type {Canvas} from '../../screen/look/canvas.ts';
import {LinkPace} from './link-pace.ts';
import {type Screen, screenDiff} from './screen-diff.ts';
import type {TerminalOutput} from './terminal-output.ts';

const beginUpdate = '\x1B[?2026h'; // makes terminals that know it show the whole frame together
const endUpdate = '\x1B[?2026l';

// After a resize the canvas keeps the old picture until the app draws the new one. Only that is worth a whole screen.
const settleMs = 15;

/**
Shows frames on a terminal: only the differences, no more than its link takes, one write at a time, and then the newest
frame, skipping any in between.
*/
export type FrameWriter = {
	/** Sends a sequence first of all, and asks the terminal for its status. The pace depends on its answers. */
	begin(sequence: string): void;
	/** The canvas has changed and should be shown. */
	changed(): void;
	/** Sends a sequence before the next frame that doesn't change the screen, the cursor or the pen. */
	send(sequence: string): void;
	/** The terminal has a new size or shows something else than what was written, so the next frame is written whole. */
	repaint(columns: number, rows: number): void;
	/** The terminal has answered. */
	answered(): void;
	/** Whether an answer may still come. */
	isAnswerAwaited(): boolean;
	/** Resolves immediately, unless a frame is already waiting for a stalled terminal: then when that is written. */
	whenTaking(): Promise<void>;
	/**
	Writes nothing until `repaint`. Resolves when no write is in progress and no answer is due, which would be typed into
	the shell, or after `deadlineMs`.
	*/
	stop(deadlineMs: number): Promise<void>;
};

/**
@param canvas - What to show. While it is empty, the last picture stays.
@param onLost - Called once if the terminal can no longer be written to.
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

	// A key changes the canvas several times within a turn of the event loop. Only the last picture is worth a write.
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

	/** Does nothing while the link has no room. Then an answer, or a timeout, draws the newest frame. */
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
