import type {PartialLine} from '../../events/lines/line-start.ts';

const shownAfterMs = 500; // by then a writer in the middle of a line has usually finished it

/**
Watches for a line of a live log that has begun but not ended. It is neither parsed nor counted, but it may be the last
thing a hanging pipeline wrote.
*/
export class PartialLineWatch {
	readonly #fold: {readonly partialLine: PartialLine | undefined};
	readonly #onDue: () => void;
	#timer: NodeJS.Timeout | undefined;

	/** @param onDue - Called when such a line should be shown. */
	constructor(fold: {readonly partialLine: PartialLine | undefined}, onDue: () => void) {
		this.#fold = fold;
		this.#onDue = onDue;
	}

	/** Call after each read. */
	read(): void {
		const partial = this.#timer === undefined ? this.#fold.partialLine : undefined;
		if (partial !== undefined) {
			this.#timer = setTimeout(() => this.#look(), Math.max(0, partial.sinceMs + shownAfterMs - performance.now()));
		}
	}

	/** The start of the line, once it has been incomplete for half a second. */
	get text(): string | undefined {
		const partial = this.#fold.partialLine;
		return partial === undefined || performance.now() < partial.sinceMs + shownAfterMs ? undefined : partial.text;
	}

	stop(): void {
		clearTimeout(this.#timer);
	}

	#look(): void {
		this.#timer = undefined;
		if (this.text === undefined) {
			this.read(); // another line has begun in the meantime
		} else {
			this.#onDue();
		}
	}
}

/** The incomplete line that has waited longest, over several inputs. */
export function longestPartial(inputs: Iterable<{readonly partial: PartialLine | undefined}>): PartialLine | undefined {
	let longest: PartialLine | undefined;
	for (const {partial} of inputs) {
		longest = partial !== undefined && partial.sinceMs < (longest?.sinceMs ?? Number.POSITIVE_INFINITY) ? partial : longest;
	}
	return longest;
}
