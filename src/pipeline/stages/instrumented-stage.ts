import {StructuredLogger} from '../structured-logger.ts';
import {measureCall} from './measure-call.ts';
import type {Stage} from './stage.ts';
import {markWrapped} from './wrapped.ts';

/**
A stage that logs how fast it is: `stage_completed` {recordsIn, recordsOut, elapsedMs, throughputRps}, or `stage_failed`
{recordsIn, elapsedMs, reason}, after which the error is rethrown.

```ts
const filter = new InstrumentedStage('filter', new ThresholdFilter());
const kept = filter.process(readings, 20, 80); // typed as ThresholdFilter's own `process`
```

`process` may return a value, a promise, a generator or an async generator. `elapsedMs` (2 decimals) is the stage's
own time, without the consumer's time between two values of a generator and without the time of an iterable it reads
from. `throughputRps` (1 decimal) is records in per second of that time. Records are the elements of an array, typed
array, set or map, or the values of an iterable or generator; any other value is one record. For a stage that returns
nothing (a sink), recordsOut equals recordsIn.
*/
export class InstrumentedStage<S extends Stage> {
	readonly logger: StructuredLogger;
	readonly stage: S;
	#lastThroughputRps: number | undefined;

	/** @param component - The stage's name in the log, or a logger with that component. */
	constructor(component: string | StructuredLogger, stage: S) {
		this.logger = typeof component === 'string' ? new StructuredLogger(component) : component;
		this.stage = stage;
		markWrapped(this, stage, this.logger.component);
	}

	/**
	Throughput of the last call, for `PipelineHealthDashboard.recordBatch`; `undefined` before the first call and after a
	failed one.
	*/
	get lastThroughputRps(): number | undefined {
		return this.#lastThroughputRps;
	}

	process(...args: Parameters<S['process']>): ReturnType<S['process']> {
		const work = (...measured: unknown[]): unknown => Reflect.apply(this.stage.process, this.stage, measured);
		const onEnded = (throughputRps: number | undefined) => {
			this.#lastThroughputRps = throughputRps;
		};
		return measureCall(this.logger, work, args, onEnded) as ReturnType<S['process']>;
	}
}
