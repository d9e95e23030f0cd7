import {round} from '../../shared/round.ts';
import {errorText} from '../error-text.ts';
import type {StructuredLogger} from '../structured-logger.ts';
import {countRecords} from './count-records.ts';
import {observeIteration} from './observe-iteration.ts';

/** @param throughputRps - `undefined` if the call failed or took no measurable time. */
export type EndListener = (throughputRps: number | undefined) => void;

/**
Counts and times one call of a stage, and logs its end.

The time is the stage's own: the time spent pulling records from an iterable belongs to whoever produces them, so the
times of a chain of generators add up.
*/
export class StageMeter {
	readonly #logger: StructuredLogger;
	#recordsIn = 0;
	#elapsedMs = 0;
	#startedMs = 0;
	#pulledMs = 0;

	readonly #onEnded: EndListener;

	constructor(logger: StructuredLogger, onEnded: EndListener) {
		this.#logger = logger;
		this.#onEnded = onEnded;
	}

	/** The records to pass to the stage: the same ones, counted now or as they are pulled. */
	input(records: unknown): unknown {
		const count = countRecords(records);
		if (count !== undefined) {
			this.#recordsIn = count;
			return records;
		}
		let beganMs = 0;
		return observeIteration(records, {
			began: () => {
				beganMs = this.#logger.clock.monotonicMs();
			},
			ended: outcome => {
				this.#pulledMs += this.#logger.clock.monotonicMs() - beganMs;
				this.#recordsIn += outcome === 'value' ? 1 : 0;
			},
		});
	}

	/** The stage starts or resumes work. */
	start(): void {
		this.#startedMs = this.#logger.clock.monotonicMs();
	}

	/** The stage pauses until the next `start`, or has ended. */
	stop(): void {
		this.#elapsedMs += this.#logger.clock.monotonicMs() - this.#startedMs;
	}

	/** @param recordsOut - `undefined` for a stage that returns nothing (a sink); recordsIn is logged instead. */
	completed(recordsOut: number | undefined): void {
		const elapsedMs = this.#ownMs();
		const throughputRps = elapsedMs > 0 ? round((this.#recordsIn / elapsedMs) * 1000, 1) : undefined;
		this.#logger.info('stage_completed', {
			recordsIn: this.#recordsIn,
			recordsOut: recordsOut ?? this.#recordsIn,
			elapsedMs: round(elapsedMs, 2),
			throughputRps,
		});
		this.#onEnded(throughputRps);
	}

	failed(error: unknown): void {
		this.#logger.error('stage_failed', {recordsIn: this.#recordsIn, elapsedMs: round(this.#ownMs(), 2), reason: errorText(error)});
		this.#onEnded(undefined);
	}

	#ownMs(): number {
		return Math.max(0, this.#elapsedMs - this.#pulledMs);
	}
}
