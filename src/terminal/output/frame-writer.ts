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
export class FrameWriter {
	readonly #output: Pick<TerminalOutput, 'write' | 'whenTaking'>;
	readonly #canvas: Pick<Canvas, 'rows'>;
	readonly #onLost: (error: unknown) => void;
	readonly #pace = new LinkPace();
	#screen: Screen;
	#isStale = false;
	#sequences = '';
	#state: 'idle' | 'scheduled' | 'writing' | 'lost' = 'idle';
	#isStopped = false;
	#whenWritten = Promise.resolve();
	#waiting: NodeJS.Timeout | undefined;
	#onAnswer = () => {};
	#nextTaken = Promise.withResolvers<void>();

	/**
	@param canvas - What to show. While it is empty, the last picture stays.
	@param onLost - Called once if the terminal can no longer be written to.
	*/
	constructor(
		output: Pick<TerminalOutput, 'write' | 'whenTaking'>,
		size: {readonly columns: number; readonly rows: number},
		canvas: Pick<Canvas, 'rows'>,
		onLost: (error: unknown) => void,
	) {
		this.#output = output;
		this.#screen = unknownScreen(size.columns, size.rows);
		this.#canvas = canvas;
		this.#onLost = onLost;
	}

	/** Sends a sequence first of all, and asks the terminal for its status. The pace depends on its answers. */
	begin(sequence: string): void {
		this.send(sequence + this.#pace.begin(performance.now()));
	}

	/** The canvas has changed and should be shown. */
	changed(): void {
		this.#isStale = true;
		this.#schedule();
	}

	/** Sends a sequence before the next frame that doesn't change the screen, the cursor or the pen. */
	send(sequence: string): void {
		this.#sequences += sequence;
		this.#schedule();
	}

	/** The terminal has a new size or shows something else than what was written, so the next frame is written whole. */
	repaint(columns: number, rows: number): void {
		this.#isStopped = false;
		this.#screen = unknownScreen(columns, rows);
		this.#isStale = this.#canvas.rows().length > 0;
		if (!this.#isStale) {
			this.#schedule();
		} else if (this.#state === 'idle') {
			this.#state = 'scheduled';
			setTimeout(() => this.#flush(), settleMs);
		}
	}

	/** The terminal has answered. */
	answered(): void {
		this.#pace.answered(performance.now());
		this.#onAnswer();
		this.#schedule();
	}

	/** Whether an answer may still come. */
	isAnswerAwaited(): boolean {
		return this.#pace.answerWithinMs(performance.now()) > 0;
	}

	/** Resolves immediately, unless a frame is already waiting for a stalled terminal: then when that is written. */
	async whenTaking(): Promise<void> {
		await this.#output.whenTaking();
		if (this.#isStale && this.#pace.isOverdue(performance.now())) {
			await this.#nextTaken.promise;
		}
	}

	/**
	Writes nothing until `repaint`. Resolves when no write is in progress and no answer is due, which would be typed into
	the shell, or after `deadlineMs`.
	*/
	async stop(deadlineMs: number): Promise<void> {
		this.#isStopped = true;
		clearTimeout(this.#waiting);
		const whenAnswered = new Promise<void>(resolve => {
			this.#onAnswer = resolve;
		});
		const answerMs = this.#pace.answerWithinMs(performance.now());
		await Promise.race([this.#whenWritten.then(() => Promise.race([whenAnswered, after(answerMs)])), after(deadlineMs)]);
	}

	/** A key changes the canvas several times within a turn of the event loop. Only the last picture is worth a write. */
	#schedule(): void {
		if (this.#state === 'idle' && !this.#isStopped) {
			this.#state = 'scheduled';
			setImmediate(() => this.#flush());
		}
	}

	#flush(): void {
		if (this.#state === 'lost') {
			return;
		}
		const bytes = this.#isStopped ? '' : this.#nextBytes();
		if (bytes === '') {
			this.#state = 'idle';
			return;
		}
		this.#state = 'writing';
		this.#whenWritten = this.#output.write(bytes).then(
			() => this.#flush(),
			(error: unknown) => {
				this.#state = 'lost';
				this.#onLost(error);
			},
		);
	}

	#nextBytes(): string {
		const sequences = this.#sequences;
		this.#sequences = '';
		return this.#isStale ? sequences + this.#nextFrame() : sequences;
	}

	/** Empty while the link has no room. Then an answer, or a timeout, draws the newest frame. */
	#nextFrame(): string {
		const nowMs = performance.now();
		const waitMs = this.#pace.waitMs(nowMs);
		clearTimeout(this.#waiting);
		if (waitMs > 0) {
			this.#waiting = setTimeout(() => this.#schedule(), waitMs);
			return '';
		}
		this.#isStale = false;
		const frame = this.#canvas.rows();
		if (frame.length === 0) {
			return '';
		}
		const difference = screenDiff(this.#screen, frame);
		this.#screen = difference.screen;
		this.#nextTaken.resolve();
		this.#nextTaken = Promise.withResolvers();
		if (difference.bytes === '') {
			return '';
		}
		const bytes = beginUpdate + difference.bytes + endUpdate;
		return bytes + this.#pace.behind(Buffer.byteLength(bytes), nowMs);
	}
}

const after = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms).unref());

const unknownScreen = (columns: number, rows: number): Screen => ({
	columns: Math.max(columns, 1),
	height: Math.max(rows, 1),
	rows: undefined,
});
