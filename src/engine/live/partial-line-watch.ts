import type {PartialLine} from '../../events/lines/split-lines.ts';

const shownAfterMs = 500; // a writer that is in the midst of a line has mostly ended it by then

/** The line of a live log that has begun and has not ended: no line yet, neither parsed nor counted, but what a pipeline that hangs said last. */
export class PartialLineWatch {
	readonly #fold: {readonly partialLine: PartialLine | undefined};
	readonly #onDue: () => void;
	#timer: NodeJS.Timeout | undefined;

	/** @param onDue - Called when one is to be shown. */
	constructor(fold: {readonly partialLine: PartialLine | undefined}, onDue: () => void) {
		this.#fold = fold;
		this.#onDue = onDue;
	}

	/** After something was read. */
	read(): void {
		const partial = this.#timer === undefined ? this.#fold.partialLine : undefined;
		if (partial !== undefined) {
			this.#timer = setTimeout(() => this.#look(), Math.max(0, partial.sinceMs + shownAfterMs - performance.now()));
		}
	}

	/** Its start, once it has stood for half a second. */
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
			this.read(); // another one has begun meanwhile
		} else {
			this.#onDue();
		}
	}
}

/** Of several inputs, the line that has waited longest for its end. */
export function longestPartial(inputs: Iterable<{readonly partial: PartialLine | undefined}>): PartialLine | undefined {
	let longest: PartialLine | undefined;
	for (const {partial} of inputs) {
		longest = partial !== undefined && partial.sinceMs < (longest?.sinceMs ?? Number.POSITIVE_INFINITY) ? partial : longest;
	}
	return longest;
}
