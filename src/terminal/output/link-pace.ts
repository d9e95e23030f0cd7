/** The question that every terminal answers with `\x1B[0n` once it has taken everything written before. */
const question = '\x1B[5n';

const roomMs = 100; // this much may be in transit in addition to the distance
const lateMs = 250;
const overdueMs = 1000;
const askFromMs = 100;
const askFromBytes = 4096;
const firstMsPerByte = 1; // that of a line of 9,600 bit/s, until an answer gives a better one
const givenUpMs = 15_000; // a whole screen takes ten seconds on such a line

/**
Decides when to write the next frame by how long the terminal takes to answer. Whatever is in between (a serial line,
SSH, the kernel) takes kilobytes at once and shows them seconds later, so a finished write says nothing.

The fastest answer shows how far away the terminal is, the others how much longer a frame takes. On a slow link, a frame
waits until the previous one has arrived; on other links nothing waits, however far away the terminal is. A terminal
that doesn't answer is written to as fast as it accepts data.
*/
export class LinkPace {
	#askedAtMs: number | undefined;
	/** The bytes of the write before the question, and all bytes since a question. */
	#askedBytes = 0;
	#unaskedBytes = 0;
	/** The round-trip time. `undefined` before the first answer. */
	#leastMs: number | undefined;
	/** An upper bound, because data in transit before a write counts as the write's. */
	#msPerByte = firstMsPerByte;

	/** The first question, before anything else is in transit. */
	begin(nowMs: number): string {
		this.#askedAtMs = nowMs;
		this.#askedBytes = 0;
		this.#unaskedBytes = 0;
		return question;
	}

	/** The question to send after a write of this many bytes, or nothing. */
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
			// One answer is enough to call a link slow, but not to call it fast: a short frame may arrive as quickly as a
			// question.
			this.#msPerByte = Math.max((tookMs - this.#leastMs) / this.#askedBytes, this.#msPerByte / 2);
		}
		this.#askedAtMs = undefined;
		this.#askedBytes = 0;
	}

	/** How long the next frame has to wait if no answer comes; 0 if it can be written now. */
	waitMs(nowMs: number): number {
		if (this.#leastMs === undefined || this.#askedAtMs === undefined || !this.#isAwaited(nowMs)) {
			return 0;
		}
		const askedMs = nowMs - this.#askedAtMs;
		const isLate = askedMs >= lateMs + 2 * this.#leastMs;
		const isFull = (this.#askedBytes + this.#unaskedBytes) * this.#msPerByte > roomMs + this.#leastMs;
		return isLate || isFull ? givenUpMs - askedMs : 0;
	}

	/** An estimate of how long the pending answer may still take; 0 if none is pending. */
	answerWithinMs(nowMs: number): number {
		return this.#isAwaited(nowMs) ? lateMs + 2 * (this.#leastMs ?? 0) + this.#askedBytes * this.#msPerByte : 0;
	}

	/** Whether the answer is so late that nothing can be getting through. */
	isOverdue(nowMs: number): boolean {
		return this.#askedAtMs !== undefined && nowMs - this.#askedAtMs > this.answerWithinMs(nowMs) + overdueMs;
	}

	#isAwaited(nowMs: number): boolean {
		return this.#askedAtMs !== undefined && nowMs - this.#askedAtMs < givenUpMs;
	}
}
