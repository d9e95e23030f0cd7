import {setTimeout as delay} from 'node:timers/promises';
import type {Clock} from '../src/pipeline/index.ts';
import type {Random} from './random.ts';

/**
Paces the demo: decides when batches are due, and how long stages wait for a gateway, a database or a disk. Those waits
are a share of a batch's time, so the pipeline is equally busy at any rate.
*/
export class Pace {
	readonly clock: Clock;
	/** Milliseconds from one batch to the next; 0 means as fast as possible, without waits. */
	readonly periodMs: number;
	readonly #random: Random;
	readonly #stop: AbortSignal;
	#dueMs: number;

	/** @param stop - Once it is aborted, there are no more waits. */
	constructor(clock: Clock, {rate, random, stop}: {readonly rate: number; readonly random: Random; readonly stop: AbortSignal}) {
		this.clock = clock;
		this.periodMs = rate > 0 ? 1000 / rate : 0;
		this.#random = random;
		this.#stop = stop;
		this.#dueMs = clock.monotonicMs();
	}

	/** Random numbers for other delays, 0 <= x < 1. */
	readonly uniform = (): number => this.#random.uniform();

	/** Waits until the next batch is due. Doesn't catch up on a batch that is more than a period late. */
	async untilDue(): Promise<void> {
		const nowMs = this.clock.monotonicMs();
		this.#dueMs = Math.max(this.#dueMs + this.periodMs, nowMs - this.periodMs);
		await this.#wait(this.#dueMs - nowMs);
	}

	/** Does nothing for a while, without making the next batch late. */
	async pause(durationMs: number): Promise<void> {
		await this.#wait(durationMs);
		this.#dueMs = this.clock.monotonicMs();
	}

	/** Waits for a share of a batch's time, with the jitter of real machines: rarely much longer, never much shorter. */
	async work(share: number): Promise<void> {
		const jitter = Math.exp(this.#random.normal(0, 0.12));
		await this.#wait(share * jitter * this.periodMs);
	}

	async #wait(durationMs: number): Promise<void> {
		const realMs = durationMs > 0 ? this.clock.waitMs(durationMs) : 0;
		if (realMs > 0 && !this.#stop.aborted) {
			await delay(realMs, undefined, {signal: this.#stop}).catch(() => {});
		}
	}
}
