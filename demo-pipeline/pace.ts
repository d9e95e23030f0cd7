import {setTimeout as delay} from 'node:timers/promises';
import type {Clock} from '../src/pipeline/index.ts';
import type {Random} from './random.ts';

/**
How the demo's time goes by: the moments at which batches are due, and the waiting inside the stages (for a gateway, a database, a disk), which is a share of a batch's time, so that the pipeline is equally busy at any rate.
*/
export class Pace {
	readonly clock: Clock;
	/** Milliseconds from one batch to the next; 0 is as fast as possible, without any waiting. */
	readonly periodMs: number;
	readonly #random: Random;
	readonly #stop: AbortSignal;
	#dueMs: number;

	/** @param stop - Once it is aborted, nothing is waited for any more. */
	constructor(clock: Clock, {rate, random, stop}: {readonly rate: number; readonly random: Random; readonly stop: AbortSignal}) {
		this.clock = clock;
		this.periodMs = rate > 0 ? 1000 / rate : 0;
		this.#random = random;
		this.#stop = stop;
		this.#dueMs = clock.monotonicMs();
	}

	/** Random numbers for other delays, 0 <= x < 1. */
	readonly uniform = (): number => this.#random.uniform();

	/** Until the next batch is due; one that is late by more than a period is not made up for. */
	async untilDue(): Promise<void> {
		const nowMs = this.clock.monotonicMs();
		this.#dueMs = Math.max(this.#dueMs + this.periodMs, nowMs - this.periodMs);
		await this.#wait(this.#dueMs - nowMs);
	}

	/** Nothing is done for a while, and no batch is late for it. */
	async pause(durationMs: number): Promise<void> {
		await this.#wait(durationMs);
		this.#dueMs = this.clock.monotonicMs();
	}

	/** A share of a batch's time, with the jitter of real machines: seldom much longer, never much shorter. */
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
