/** What every terminal answers with `\x1B[0n`, once it has taken all that was written before. */
const question = '\x1B[5n';

const roomMs = 100; // so much may be on its way beside what the distance takes
const lateMs = 250;
const overdueMs = 1000;
const askFromMs = 100;
const askFromBytes = 4096;
const firstMsPerByte = 1; // until an answer tells better: a line of 9,600 bit/s
const givenUpMs = 15_000; // a whole screen takes ten seconds on such a line

/**
When the next frame may be written, by how long the terminal takes to answer: what lies between us and it (a serial line, SSH, the kernel) takes kilobytes at once and shows them seconds later, so that a write that is done says nothing.

The quickest answer tells how far away the terminal is, the others how much longer a frame takes. On a slow link a frame waits until what was written before it is there; elsewhere nothing waits, however far it is. A terminal that does not answer is written to as fast as it takes it.
*/
export class LinkPace {
	#askedAtMs: number | undefined;
	/** Of the write that the question stands behind; and all since a question. */
	#askedBytes = 0;
	#unaskedBytes = 0;
	/** The way there and back. `undefined` while nothing was answered. */
	#leastMs: number | undefined;
	/** At most: what was on its way before a write is counted as the write's. */
	#msPerByte = firstMsPerByte;

	/** A question to begin with, before anything else is on its way. */
	begin(nowMs: number): string {
		this.#askedAtMs = nowMs;
		this.#askedBytes = 0;
		this.#unaskedBytes = 0;
		return question;
	}

	/** The question to write behind a write of so many bytes, or nothing. */
	behind(bytes: number, nowMs: number): string {
		this.#unaskedBytes += bytes;
		const isPlenty = this.#unaskedBytes * this.#msPerByte >= askFromMs || this.#unaskedBytes >= askFromBytes;
		if (this.#isAwaited(nowMs) || !isPlenty) {
			return '';
		}
		this.#askedAtMs = nowMs;
		this.#askedBytes = bytes;
		this.#unaskedBytes = 0;
		return question;
	}

	answered(nowMs: number): void {
		if (this.#askedAtMs === undefined) {
			return;
		}
		const tookMs = nowMs - this.#askedAtMs;
		this.#leastMs = Math.min(this.#leastMs ?? tookMs, tookMs);
		if (this.#askedBytes > 0) {
			// One answer says that a link is slow; that it is fast, only several: a short frame may be there as quickly as a question.
			this.#msPerByte = Math.max((tookMs - this.#leastMs) / this.#askedBytes, this.#msPerByte / 2);
		}
		this.#askedAtMs = undefined;
		this.#askedBytes = 0;
	}

	/** How long the next frame has to wait if no answer comes meanwhile; 0 where it may be written now. */
	waitMs(nowMs: number): number {
		if (this.#leastMs === undefined || this.#askedAtMs === undefined || !this.#isAwaited(nowMs)) {
			return 0;
		}
		const askedMs = nowMs - this.#askedAtMs;
		const isLate = askedMs >= lateMs + 2 * this.#leastMs;
		const isFull = (this.#askedBytes + this.#unaskedBytes) * this.#msPerByte > roomMs + this.#leastMs;
		return isLate || isFull ? givenUpMs - askedMs : 0;
	}

	/** How long the answer to the question that stands may still take, as far as one can tell; 0 where none is to come. */
	answerWithinMs(nowMs: number): number {
		return this.#isAwaited(nowMs) ? lateMs + 2 * (this.#leastMs ?? 0) + this.#askedBytes * this.#msPerByte : 0;
	}

	/** Whether the answer takes much longer than it can, so that nothing gets through at all. */
	isOverdue(nowMs: number): boolean {
		return this.#askedAtMs !== undefined && nowMs - this.#askedAtMs > this.answerWithinMs(nowMs) + overdueMs;
	}

	#isAwaited(nowMs: number): boolean {
		return this.#askedAtMs !== undefined && nowMs - this.#askedAtMs < givenUpMs;
	}
}
